"""As whom a feed reads: its company, by the feed's channel, with the feed's products."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from msgspec.structs import replace

from wireroom.customers.policy import Channel, Reader
from wireroom.customers.queries import next_boundary, readers_of_companies, rights_generation


def with_products(reader: Reader, products: Collection[str]) -> Reader:
    """Leave a reader the grants of some products; none named: all of them."""
    if not products:
        return reader
    return replace(reader, grants=tuple(g for g in reader.grants if g.product in products))


class Readers:
    """The readers of companies, kept while rights stay as they are; for one thread."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.generation: int | None = None
        self._until: datetime | None = None
        self._whole: dict[tuple[int, str], Reader] = {}
        self._narrow: dict[tuple[int, str, tuple[str, ...]], Reader] = {}

    def refresh(self, now: datetime) -> bool:
        """Forget everybody when rights have changed since; say whether they have."""
        generation = rights_generation()
        if generation == self.generation and (self._until is None or now < self._until):
            return False
        self._whole.clear()
        self._narrow.clear()
        self.generation, self._until = generation, next_boundary(now)
        return True

    def prepare(self, pairs: Collection[tuple[int, str]], now: datetime) -> None:
        """Look companies up by their channels, those that are not known yet; few queries."""
        missing = set(pairs) - self._whole.keys()
        for channel in {channel for _, channel in missing}:
            companies = [company for company, by in missing if by == channel]
            found = readers_of_companies(companies, now, Channel(channel))
            self._whole |= {(company, channel): reader for company, reader in found.items()}

    def whole(self, company_id: int, channel: str) -> Reader:
        """Give a company that was prepared, with all its products."""
        return self._whole[company_id, channel]

    def narrow(self, company_id: int, channel: str, products: tuple[str, ...]) -> Reader:
        """Give a company that was prepared, with a feed's products; the same object each time."""
        key = (company_id, channel, products)
        if key not in self._narrow:
            self._narrow[key] = with_products(self.whole(company_id, channel), products)
        return self._narrow[key]
