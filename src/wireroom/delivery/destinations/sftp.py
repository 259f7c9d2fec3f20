"""What a customer may say about delivery by SFTP."""

from __future__ import annotations

import re
from typing import Any

import asyncssh

from wireroom.delivery.destinations import file_names, hosts

FIELDS = frozenset({"host", "port", "user", "directory", "file_name", "host_keys", "manifest"})
PORT = 22
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,63}")
_LONGEST_DIRECTORY = 500
_MOST_KEYS = 10
_LONGEST_SECRET = 20_000
_HIGHEST_PORT = 65_535
_LOWEST_FREE_PORT = 1024


def check(target: dict[str, Any], secret: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the target, and what is wrong with it by field."""
    host = str(target.get("host") or "").strip().lower().rstrip(".")
    facts: dict[str, Any] = {
        "host": host,
        "port": target.get("port") or PORT,
        "user": str(target.get("user") or "").strip(),
        "directory": str(target.get("directory") or "").strip().rstrip("/"),
        "file_name": str(target.get("file_name") or file_names.DEFAULT).strip(),
        "host_keys": _lines(target.get("host_keys")),
        "manifest": bool(target.get("manifest", True)),
    }
    if target.get("directory") == "/":
        facts["directory"] = "/"
    found = {
        "host": hosts.trouble(host) if host else "Name the server.",
        "port": _trouble_with_port(facts["port"]),
        "user": "" if _USER.fullmatch(facts["user"]) else "Name the user that we log in as.",
        "directory": _trouble_with_directory(facts["directory"]),
        "file_name": file_names.trouble(facts["file_name"]),
        "host_keys": _trouble_with_keys(facts["host_keys"]),
        "secret": _trouble_with_secret(secret),
    }
    return facts, {name: text for name, text in found.items() if text}


def is_private_key(secret: str) -> bool:
    """Whether a secret is meant as a private key, not as a password."""
    return secret.lstrip().startswith("-----BEGIN ")


def _lines(keys: Any) -> list[str]:
    """Take a list, or a text with one key a line; comments and empty lines do not count."""
    rows = keys.splitlines() if isinstance(keys, str) else keys if isinstance(keys, list) else []
    stripped = [" ".join(str(row).split()) for row in rows]
    return list(dict.fromkeys(row for row in stripped if row and not row.startswith("#")))


def _trouble_with_port(port: Any) -> str:
    if type(port) is not int or not (port == PORT or _LOWEST_FREE_PORT <= port <= _HIGHEST_PORT):
        return f"Use port {PORT}, or one between {_LOWEST_FREE_PORT} and {_HIGHEST_PORT}."
    return ""


def _trouble_with_directory(path: str) -> str:
    if not path.isprintable() or "\\" in path or len(path) > _LONGEST_DIRECTORY:
        return "Write a path with slashes, such as incoming/wire."
    if {"..", "."} & set(path.split("/")):
        return "A path must not go through “.” or “..”."
    return ""


def _trouble_with_keys(keys: list[str]) -> str:
    if not keys or len(keys) > _MOST_KEYS:
        return f"Pin the server's host key: one to {_MOST_KEYS} public keys, one a line."
    for key in keys:
        try:
            asyncssh.import_public_key(key)
        except (asyncssh.KeyImportError, ValueError):
            return f"“{key[:40]}” is no public key. It begins with ssh-ed25519, ssh-rsa or ecdsa-."
    return ""


def _trouble_with_secret(secret: str) -> str:
    if not secret or len(secret) > _LONGEST_SECRET:
        return "Give a password, or a private key without a passphrase."
    if not is_private_key(secret):
        return "" if secret.isprintable() else "A password is one line."
    try:
        asyncssh.import_private_key(secret)
    except asyncssh.KeyEncryptionError:
        return "This key needs a passphrase. Give one that does not."
    except (asyncssh.KeyImportError, ValueError):
        return "This private key cannot be read."
    return ""
