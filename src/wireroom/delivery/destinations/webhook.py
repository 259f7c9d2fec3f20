"""What a customer may say about a webhook."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from wireroom.delivery.destinations import hosts
from wireroom.delivery.webhooks.signing import is_secret

FIELDS = frozenset({"url"})
_LONGEST_URL = 2000


def check(target: dict[str, Any], secret: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the target, and what is wrong with it by field."""
    url, wrong = str(target.get("url") or "").strip(), {}
    if trouble := _trouble(url):
        wrong["url"] = trouble
    if secret and not is_secret(secret):
        wrong |= {"secret": "A secret is “whsec_” and then 24 to 64 bytes in base64."}
    return {"url": url}, wrong


def _trouble(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "This is no address."
    plain = url.isascii() and url.isprintable() and " " not in url
    if not parts.hostname or not plain or len(url) > _LONGEST_URL or port == 0:
        return "Write a full https:// address."
    if "@" in parts.netloc:
        return "An address must not hold a name or a password."
    own = settings.WIREROOM_WEBHOOKS_TO_LOOPBACK and hosts.is_own(parts.hostname)
    if parts.scheme != "https" and not (own and parts.scheme == "http"):
        return "Write a full https:// address: what is posted must not be read on its way."
    return hosts.trouble(parts.hostname)
