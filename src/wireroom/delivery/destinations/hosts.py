"""Which machines a customer may name, as far as a name alone can tell."""

from __future__ import annotations

import re
from ipaddress import ip_address

from django.conf import settings

from wireroom.delivery.webhooks.addresses import is_loopback, is_public

_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9-]{1,63}")
_INSIDE = (".local", ".localhost", ".internal", ".home.arpa", ".test", ".invalid")
"""Names that no public machine has (RFC 6761, 6762, 8375; ICANN reserved .internal in 2024)."""


def is_own(host: str) -> bool:
    """Whether this names our own machine, plainly."""
    return host == "localhost" or is_loopback(host)


def trouble(host: str) -> str:
    """Say why a machine cannot be named; empty: it can. Its addresses are judged later."""
    if is_own(host):
        return "" if settings.WIREROOM_WEBHOOKS_TO_LOOPBACK else _PRIVATE
    if _is_address(host):
        return "" if is_public(host) else _PRIVATE
    if not _NAME.fullmatch(host.lower()):
        return "This is no name of a machine."
    if "." not in host or host.lower().endswith(_INSIDE):
        return _PRIVATE
    return ""


_PRIVATE = "This machine is not on the public internet."


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
