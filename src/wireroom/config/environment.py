"""What an operator may set from outside, read once and checked before anything starts."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from msgspec import Struct

from wireroom.config import demo, mailing
from wireroom.kernel.network import Network, NotANetwork, read_proxies


class Environment(Struct, frozen=True, kw_only=True):
    """The `WIREROOM_*` variables. Each is described in docs/reference/settings.md."""

    data_dir: Path
    """`WIREROOM_DATA_DIR`: database, secret key and run-time files; default `./.data`."""
    database_url: str
    """`WIREROOM_DATABASE_URL`: `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    secret_key: str
    """`WIREROOM_SECRET_KEY`, or the file `WIREROOM_SECRET_KEY_FILE`; else made on first use."""
    trusted_proxies: tuple[Network, ...]
    """`WIREROOM_TRUSTED_PROXIES`: networks of the proxies in front, with commas, whose
    `X-Forwarded-For` is believed; default this machine."""
    hosts: tuple[str, ...]
    """`WIREROOM_HOSTS`: host names the site answers to, with commas; default loopback only."""
    https: bool
    """`WIREROOM_HTTPS`: `1` when readers come by HTTPS: secure cookies and HSTS; default `0`."""
    web_port: int
    """`WIREROOM_WEB_PORT`: port of the pages; default 8000."""
    push_port: int
    """`WIREROOM_PUSH_PORT`: port of the streams; default 8001."""
    stream_url: str
    """`WIREROOM_STREAM_URL`: where browsers find the stream; default this host's push port."""
    four_eyes: bool
    """`WIREROOM_FOUR_EYES`: `1` when whoever wrote a text may not release it; default `0`."""
    staff_mfa: bool
    """`WIREROOM_STAFF_MFA`: `1` when the agency's own people sign in with a second factor; default
    `1`, in a demo `0`, so that the accounts it prints work at once."""
    site_url: str
    """`WIREROOM_SITE_URL`: where readers find the site, for links in mail; default the web port."""
    smtp: Mapping[str, object]
    """`WIREROOM_SMTP_URL`, and `WIREROOM_SMTP_PASSWORD_FILE` to keep the password out of it: the
    server that takes our mail; without one, mail is written to files."""
    mail_from: str
    """`WIREROOM_MAIL_FROM`: who our mail is from, `address` or `Name <address>`."""
    dkim: Mapping[str, str]
    """`WIREROOM_DKIM_KEY_FILE`, `WIREROOM_DKIM_SELECTOR` and `WIREROOM_DKIM_DOMAIN`: the key that
    our mail is signed with; without them it is not signed."""
    webhooks_to_loopback: bool
    """`WIREROOM_WEBHOOKS_TO_LOOPBACK`: `1` lets webhooks reach this machine; for tests only."""
    usage_days: int
    """`WIREROOM_USAGE_DAYS`: counts of what customers read are kept so long; default 730."""
    receipts_days: int
    """`WIREROOM_RECEIPTS_DAYS`: who received which story is kept so long; default 400."""
    debug: bool
    """`WIREROOM_DEBUG`: `1` shows tracebacks to the browser; for development only; default `0`."""


def read(variables: Mapping[str, str] = os.environ) -> Environment:
    """Read the environment.

    Raises:
        ImproperlyConfigured: a variable has a value that cannot be used; the message names it.
    """
    data_dir = _directory(variables.get("WIREROOM_DATA_DIR") or ".data")
    web_port, push_port = _ports(variables)
    https, hosts = _flag(variables, "WIREROOM_HTTPS"), _hosts(variables)
    return Environment(
        data_dir=data_dir,
        database_url=variables.get("WIREROOM_DATABASE_URL")
        or f"sqlite:///{quote(str(data_dir / 'wireroom.sqlite3'))}",
        secret_key=_secret_key(variables, data_dir),
        trusted_proxies=_proxies(variables.get("WIREROOM_TRUSTED_PROXIES")),
        hosts=hosts,
        https=https,
        web_port=web_port,
        push_port=push_port,
        stream_url=_stream_url(variables.get("WIREROOM_STREAM_URL", "")),
        four_eyes=_flag(variables, "WIREROOM_FOUR_EYES"),
        staff_mfa=_flag(variables, "WIREROOM_STAFF_MFA", usual=not demo.marker(data_dir).exists()),
        site_url=mailing.site_url(variables, _own_url(hosts[0], web_port, https=https)),
        smtp=mailing.smtp(variables),
        mail_from=mailing.mail_from(variables),
        dkim=mailing.dkim(variables),
        webhooks_to_loopback=_flag(variables, "WIREROOM_WEBHOOKS_TO_LOOPBACK"),
        usage_days=_days(variables, "WIREROOM_USAGE_DAYS", 730),
        receipts_days=_days(variables, "WIREROOM_RECEIPTS_DAYS", 400),
        debug=_flag(variables, "WIREROOM_DEBUG"),
    )


def database(url: str) -> dict[str, object]:
    """Turn a database address into Django's settings.

    Raises:
        ImproperlyConfigured: the address names no database we support.
    """
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as error:
        raise ImproperlyConfigured(
            f"WIREROOM_DATABASE_URL is no address: {error}. "
            "Write special characters of a password as %23 and the like."
        ) from None
    if parts.scheme == "sqlite" and len(parts.path) > 1:
        name = unquote(parts.path[1:])  # sqlite:////absolute, sqlite:///relative
        return {"ENGINE": "wireroom.wire.sqlite", "NAME": name, "OPTIONS": {"timeout": 20}}
    if parts.scheme in {"postgresql", "postgres"} and parts.path.strip("/"):
        return {
            "ENGINE": "wireroom.wire.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": port,
            "CONN_MAX_AGE": 60,
        }
    raise ImproperlyConfigured(
        "WIREROOM_DATABASE_URL must be sqlite:///path or postgresql://user:password@host/name, "
        f"not {parts.scheme or 'an address without a scheme'}."
    )


def _proxies(text: str | None) -> tuple[Network, ...]:
    try:
        return read_proxies(text)
    except NotANetwork as error:
        raise ImproperlyConfigured(f"WIREROOM_TRUSTED_PROXIES: {error.detail}") from None


def _flag(variables: Mapping[str, str], name: str, *, usual: bool = False) -> bool:
    if name not in variables:
        return usual
    value = variables[name].strip().lower()
    if value not in {"0", "1", "true", "false", "yes", "no", ""}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value in {"1", "true", "yes"}


def _port(variables: Mapping[str, str], name: str, default: int) -> int:
    value = variables.get(name, str(default))
    if not value.isdecimal() or not 0 < int(value) < 65536:  # noqa: PLR2004 - the range of TCP ports
        raise ImproperlyConfigured(f"{name} must be a port from 1 to 65535, not {value!r}.")
    return int(value)


def _days(variables: Mapping[str, str], name: str, default: int) -> int:
    value = variables.get(name, str(default))
    if not re.fullmatch(r"[1-9][0-9]{0,4}", value):
        raise ImproperlyConfigured(f"{name} must be a number of days from 1, not {value!r}.")
    return int(value)


def _ports(variables: Mapping[str, str]) -> tuple[int, int]:
    web = _port(variables, "WIREROOM_WEB_PORT", 8000)
    push = _port(variables, "WIREROOM_PUSH_PORT", 8001)
    if web == push:
        raise ImproperlyConfigured(
            f"WIREROOM_WEB_PORT and WIREROOM_PUSH_PORT are both {web}; they must differ."
        )
    return web, push


def _directory(text: str) -> Path:
    directory = Path(text).resolve()
    if directory.exists() and not directory.is_dir():
        raise ImproperlyConfigured(f"WIREROOM_DATA_DIR must be a directory; {directory} is a file.")
    return directory


def _stream_url(text: str) -> str:
    if text and not re.fullmatch(r"(https?://[^\s/]+)?/\S*", text):
        raise ImproperlyConfigured(
            f"WIREROOM_STREAM_URL must be /path or http(s)://host/path, not {text!r}."
        )
    return text


def _own_url(host: str, port: int, *, https: bool) -> str:
    """Guess where the site is: behind a proxy on the usual port, or this machine's web port."""
    return f"https://{host}" if https else f"http://{host}:{port}"


def _hosts(variables: Mapping[str, str]) -> tuple[str, ...]:
    return _names(variables.get("WIREROOM_HOSTS", "localhost,127.0.0.1,[::1]"))


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names or "*" in names:
        raise ImproperlyConfigured(
            "WIREROOM_HOSTS must name the hosts; * would accept any Host header, nothing none."
        )
    if wrong := [name for name in names if not re.fullmatch(r"[\w.-]+|\[[\da-fA-F:.]+\]", name)]:
        raise ImproperlyConfigured(
            f"WIREROOM_HOSTS must be names without scheme or port, not {wrong[0]!r}."
        )
    return names


def _secret_key(variables: Mapping[str, str], data_dir: Path) -> str:
    if key := variables.get("WIREROOM_SECRET_KEY"):
        return _long_enough(key, "WIREROOM_SECRET_KEY")
    path = Path(variables.get("WIREROOM_SECRET_KEY_FILE") or data_dir / "secret-key")
    if path.is_file():
        return _long_enough(path.read_text(encoding="utf-8").strip(), str(path))
    if variables.get("WIREROOM_SECRET_KEY_FILE"):
        raise ImproperlyConfigured(f"WIREROOM_SECRET_KEY_FILE names {path}, which is not a file.")
    return _new_key_file(path)


def _long_enough(key: str, where: str) -> str:
    if len(key) < 32:  # noqa: PLR2004 - 32 characters: about 190 bits of base64
        raise ImproperlyConfigured(f"The secret key in {where} is shorter than 32 characters.")
    return key


def _new_key_file(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = secrets.token_urlsafe(48)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(key)
    return key
