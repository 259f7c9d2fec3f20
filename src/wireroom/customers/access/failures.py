"""How many rows a storm of failed sign-ins may write. Pure but for its own memory."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from wireroom.kernel.network import read_address

EACH = 5
"""Failures of one address in one minute that are written one by one."""
EVERYBODY = 200
"""The same for all addresses together."""
_MOST_KEYS = 10_000
_IPV6_PREFIX_BITS = 64
"""One customer's share of IPv6 (RFC 6177); with single addresses one machine would be 2^64."""


class FailureCounts:
    """Counts failures by minute, for each address and for all together.

    The first ones are written, then those whose number is a power of two: a thousand failures leave
    a dozen rows, and each says the how-manieth it was. Counts live in one process and die with it.
    """

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._counts: OrderedDict[tuple[str, datetime], int] = OrderedDict()
        self._lock = Lock()

    def count(self, address: str, now: datetime) -> int | None:
        """Count one more; give its number in the minute when it is to be written, else None."""
        minute = now.replace(second=0, microsecond=0)
        with self._lock:
            here = self._add((_neighbourhood(address), minute))
            everywhere = self._add(("*", minute))
            while len(self._counts) > _MOST_KEYS:
                self._counts.popitem(last=False)
        return here if _is_due(here, EACH) and _is_due(everywhere, EVERYBODY) else None

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._counts.clear()

    def _add(self, key: tuple[str, datetime]) -> int:
        self._counts[key] = self._counts.get(key, 0) + 1
        self._counts.move_to_end(key)
        return self._counts[key]


def _is_due(number: int, one_by_one: int) -> bool:
    return number <= one_by_one or number.bit_count() == 1


def _neighbourhood(address: str) -> str:
    found = read_address(address)
    if found is None:
        return ""
    if found.version == 4:  # noqa: PLR2004 - of the internet protocol
        return str(found)
    return f"{int(found) >> (128 - _IPV6_PREFIX_BITS):x}"
