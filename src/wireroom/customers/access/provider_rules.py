"""What an identity provider's configuration must say. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_KNOWN = {
    "oidc": {"server_url", "client_id", "create_people"},
    "saml": {
        "entity_id",
        "sso_url",
        "x509cert",
        "metadata_url",
        "email_attribute",
        "create_people",
    },
}
_SHARED_TENANT = re.compile(r"//login\.microsoftonline\.[a-z.]+/(common|organizations|consumers)\b")
"""Issuers that sign anybody in with whatever address they claim: they vouch for nobody."""


def trouble(protocol: str, config: Any, secret: str) -> dict[str, str]:
    """Give what is wrong, by field; empty when it can work."""
    if not isinstance(config, dict):
        return {"config": "This must be a JSON object."}
    found: dict[str, str] = {}
    wrong = _oidc(config) if protocol == "oidc" else _saml(config)
    if unknown := sorted(set(config) - _KNOWN.get(protocol, set())):
        wrong = f"Unknown: {', '.join(unknown)}."
    if wrong:
        found["config"] = wrong
    if protocol == "oidc" and not secret:
        found["secret"] = "Copy the client secret from the provider."  # noqa: S105 - words, no secret
    return found


def _oidc(config: Mapping[str, Any]) -> str:
    if missing := [key for key in ("server_url", "client_id") if not config.get(key)]:
        return f"Missing: {', '.join(missing)}."
    if _SHARED_TENANT.search(str(config["server_url"])):
        return "server_url must name the company's own tenant: a shared one vouches for anybody."
    return _insecure(config, "server_url")


def _saml(config: Mapping[str, Any]) -> str:
    needed = ["entity_id"]
    needed += ["metadata_url"] if config.get("metadata_url") else ["sso_url", "x509cert"]
    if missing := [key for key in needed if not config.get(key)]:
        return f"Missing: {', '.join(missing)}."
    return _insecure(config, "sso_url") or _insecure(config, "metadata_url")


def _insecure(config: Mapping[str, Any], key: str) -> str:
    """Refuse plain HTTP: whoever sits between the two houses could sign in as anybody."""
    address = str(config.get(key) or "")
    parts = urlsplit(address)
    if not address or parts.scheme == "https":
        return ""
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return ""
    return f"{key} must begin with https://."
