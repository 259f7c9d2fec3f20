"""How often one place may ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import NamedTuple

from wireroom.kernel.network import read_address


class Limit(NamedTuple):
    """At most so many within so long."""

    most: int
    within: timedelta


ATTEMPTS_OF_ADDRESS = Limit(12, timedelta(hours=1))
ATTEMPTS_OF_NETWORK = Limit(40, timedelta(hours=1))
"""Sending the form counts, whatever comes of it: five digits are guessed in 100,000 attempts."""
REQUESTS_OF_ADDRESS = Limit(5, timedelta(days=1))
REQUESTS_OF_NETWORK = Limit(20, timedelta(days=1))
LETTERS_TO_PERSON = Limit(3, timedelta(days=1))
"""Nobody is pestered with letters that somebody else asks for."""


def network_of(address: str | None) -> str:
    """Give the network of an address, /24 or /48: what one customer of a provider usually gets."""
    found = read_address(address or "")
    if found is None:
        return ""
    bits = 24 if found.version == 4 else 48  # noqa: PLR2004 - IPv4
    return str(ip_network(f"{found}/{bits}", strict=False))


def free_again_at(moments: Iterable[datetime], limit: Limit, now: datetime) -> datetime | None:
    """Give the moment from which one more is within `limit`; None: it is so now."""
    recent = sorted(moment for moment in moments if moment > now - limit.within)
    if len(recent) < limit.most:
        return None
    return recent[len(recent) - limit.most] + limit.within
