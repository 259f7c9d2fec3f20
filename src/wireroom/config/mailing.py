"""What an operator says about mail and about absolute addresses, checked before anything starts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import formataddr, parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_FEWEST_KEY_BITS = 2048
"""RFC 8301 §3.2: signers should have so many, and must have 1024."""
_TIMEOUT_S = 20
"""For each word with the mail server; RFC 5321 §4.5.3.2 allows minutes, alerts do not."""


def smtp(variables: Mapping[str, str]) -> dict[str, object]:
    """Give Django's `EMAIL_*` settings for the mail server; empty when none is named.

    Raises:
        ImproperlyConfigured: the address, the password file or their combination cannot be used.
    """
    url = variables.get("WIREROOM_SMTP_URL", "")
    if not url:
        if variables.get("WIREROOM_SMTP_PASSWORD_FILE"):
            raise ImproperlyConfigured("WIREROOM_SMTP_PASSWORD_FILE needs WIREROOM_SMTP_URL.")
        return {}
    parts, port = _split(url)
    user, password = unquote(parts.username or ""), _password(parts, variables)
    if bool(user) != bool(password):
        raise ImproperlyConfigured("WIREROOM_SMTP_URL must have both user and password, or none.")
    if password and parts.scheme == "smtp" and parts.hostname not in _LOOPBACK:
        raise ImproperlyConfigured(
            "WIREROOM_SMTP_URL would send the password in clear: say smtps:// or smtp+starttls://."
        )
    for name in ("WIREROOM_MAIL_FROM", "WIREROOM_SITE_URL"):
        if not variables.get(name):
            raise ImproperlyConfigured(f"{name} must be set when WIREROOM_SMTP_URL is.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "HOST": parts.hostname,
        "PORT": port,
        "HOST_USER": user,
        "HOST_PASSWORD": password,
        "USE_TLS": parts.scheme == "smtp+starttls",
        "USE_SSL": parts.scheme == "smtps",
        "TIMEOUT": _TIMEOUT_S,
    }


def _split(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # its text holds a piece of the address, so perhaps of the password
        raise ImproperlyConfigured(
            "WIREROOM_SMTP_URL is no address. Write special characters of a password as %23 and"
            " the like."
        ) from None
    extra = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in _PORTS or not parts.hostname or extra or port == 0:
        raise ImproperlyConfigured(
            "WIREROOM_SMTP_URL must be smtp://, smtps:// or smtp+starttls:// and then "
            "user:password@host:port."
        )
    return parts, port or _PORTS[parts.scheme]


def _password(parts: SplitResult, variables: Mapping[str, str]) -> str:
    name = variables.get("WIREROOM_SMTP_PASSWORD_FILE")
    if not name:
        return unquote(parts.password or "")
    if parts.password:
        raise ImproperlyConfigured(
            "WIREROOM_SMTP_URL and WIREROOM_SMTP_PASSWORD_FILE both give a password."
        )
    try:
        password = Path(name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(
            f"WIREROOM_SMTP_PASSWORD_FILE names {name}, which cannot be read."
        ) from None
    if not password or not password.isprintable():
        raise ImproperlyConfigured(f"WIREROOM_SMTP_PASSWORD_FILE: {name} holds no password.")
    return password


def dkim(variables: Mapping[str, str]) -> dict[str, str]:
    """Give the selector, domain and key that mail is signed with; empty when there is no key.

    The domain is the sender's, or one above it: else DMARC would not count it (RFC 7489 §3.1.1).

    Raises:
        ImproperlyConfigured: some of it is missing, the key cannot be used, or the domain differs.
    """
    names = ("WIREROOM_DKIM_SELECTOR", "WIREROOM_DKIM_DOMAIN", "WIREROOM_DKIM_KEY_FILE")
    selector, domain, key_file = (variables.get(name, "").strip() for name in names)
    if not (selector or domain or key_file):
        return {}
    sender = parseaddr(mail_from(variables))[1].rpartition("@")[2].lower()
    domain = (domain or sender).lower()
    if not selector or not key_file:
        raise ImproperlyConfigured(f"{names[0]} and {names[2]} must be set together.")
    if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", selector, re.IGNORECASE):
        raise ImproperlyConfigured(f"{names[0]} must be a name in the DNS, not {selector!r}.")
    if sender != domain and not sender.endswith(f".{domain}"):
        raise ImproperlyConfigured(
            f"{names[1]} is {domain}, but mail is from {sender}: receivers would not count that."
        )
    return {"selector": selector, "domain": domain, "key": _signing_key(names[2], key_file)}


def _signing_key(name: str, file: str) -> str:
    try:
        pem = Path(file).read_bytes()
        key = load_pem_private_key(pem, password=None)
    except OSError:
        raise ImproperlyConfigured(f"{name} names {file}, which cannot be read.") from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ImproperlyConfigured(f"{name}: {file} holds no private key in PEM.") from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < _FEWEST_KEY_BITS:
        raise ImproperlyConfigured(
            f"{name}: {file} must hold an RSA key of {_FEWEST_KEY_BITS} bits or more."
        )
    return pem.decode("ascii", "replace")


def mail_from(variables: Mapping[str, str]) -> str:
    """Give the sender of all mail, as it stands in a header.

    Raises:
        ImproperlyConfigured: it is no address, or several.
    """
    text = variables.get("WIREROOM_MAIL_FROM") or "alerts@localhost.localdomain"
    name, address = parseaddr(text)
    try:
        validate_email(address)
        if not text.isprintable() or not address.isascii() or text.count("@") > 1:
            raise ValidationError(text)  # noqa: TRY301 - as what the validator says
    except ValidationError:
        raise ImproperlyConfigured(
            f"WIREROOM_MAIL_FROM must be an address, or Name <address>, not {text!r}."
        ) from None
    return formataddr((name, address))


def site_url(variables: Mapping[str, str], fallback: str) -> str:
    """Give the address of the site without a slash at its end: links in mail begin with it.

    Raises:
        ImproperlyConfigured: it is no http(s) address, or has a path.
    """
    text = variables.get("WIREROOM_SITE_URL") or fallback
    if not re.fullmatch(r"https?://([\w.-]+|\[[\da-fA-F:.]+\])(:\d{1,5})?/?", text, re.ASCII):
        raise ImproperlyConfigured(
            f"WIREROOM_SITE_URL must be http(s)://host without a path, not {text!r}."
        )
    return text.rstrip("/")
