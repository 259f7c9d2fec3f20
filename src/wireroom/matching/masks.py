"""Products as bits: what covers an item, and who holds what. They narrow; the policy decides.

What is held with a delay, and samples, alert nobody: of readers, only what is live counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec.structs import replace

from wireroom.customers.policy import Channel, Grant, Level, Reader, Release

_BITS = 32
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


class Products:
    """The products in the hands of those who have topics, with what each covers.

    With more than 32 of them some share a bit: then an item of the one is held against topics of
    the other in vain, and nothing else happens.
    """

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}
        self._terms: set[Grant] = set()
        self._masks: dict[Reader, int] = {}

    def forget(self) -> None:
        """Forget who holds what, because rights have changed. Products keep their bits."""
        self._terms.clear()
        self._masks.clear()

    def mask_of(self, readers: Iterable[Reader], now: datetime) -> int:
        """Give the bits of what these readers hold at `now`, and learn what it covers."""
        mask = 0
        for reader in readers:
            if reader not in self._masks:
                self._masks[reader] = self._learn(reader, now)
            mask |= self._masks[reader]
        return mask

    def _learn(self, reader: Reader, now: datetime) -> int:
        mask = 0
        for grant in reader.grants:
            if grant.is_live and grant.active_at(now):
                self._terms.add(_as_carried(grant))
                mask |= self._bit(grant.product)
        return mask

    def _bit(self, product: str) -> int:
        return self._bits.setdefault(product, 1 << len(self._bits) % _BITS)

    def covering(self, version: Release, level: Level) -> int:
        """Give the bits of the products of exactly this level that contain a version."""
        mask = 0
        for grant in self._terms:
            if grant.level == level and grant.covers(version):
                mask |= self._bit(grant.product)
        return mask


def _as_carried(grant: Grant) -> Grant:
    """Give what a product carries, whoever holds it: one of many grants that differ in the rest."""
    anywhere = frozenset[Channel]()
    return replace(grant, active_from=_ALWAYS, active_to=None, archive=None, channels=anywhere)
