"""The one access policy: may this reader see this item, how much of it, and why (not)?

A pure function over grants. Terminal, push, pages, API and feeds all ask it and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Protocol

from msgspec import Struct

from wireroom.customers.product_query import meets
from wireroom.kernel.newsitem import FOLLOWS_THE_READER, NewsItem, Profile


class Level(IntEnum):
    """How much of an item a reader may see."""

    NONE = 0
    HEADLINE = 1
    FULL = 2


class Reason(StrEnum):
    """Why a verdict is what it is; stable, and shown to support and to the customer who asks."""

    GRANTED = "granted"
    FOLLOWS_EARLIER_VERSION = "follows_earlier_version"
    NO_ACTIVE_GRANT = "no_active_grant"
    OUTSIDE_PRODUCTS = "outside_products"
    NOT_FOR_CUSTOMERS = "not_for_customers"


class Grant(Struct, frozen=True, kw_only=True):
    """A product as one reader holds it. An empty set of topics, genres or languages means all.

    An empty query means all, too; the others are asked of the whole story, at every level.

    The period is half-open: from `active_from` up to, not including, `active_to`. Grants that have
    ended stay in the reader's hands, because corrections and kills follow what they once covered.
    """

    product: str
    level: Level
    topics: frozenset[str] = frozenset()
    genres: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    query: str = ""
    active_from: datetime
    active_to: datetime | None = None

    def active_at(self, moment: datetime) -> bool:
        """Whether the grant was, is or will be in force at `moment`."""
        return self.active_from <= moment and (self.active_to is None or moment < self.active_to)

    def covers(self, version: Release) -> bool:
        """Whether the product contains a version; a topic takes its narrower ones along."""
        item = version.item
        return (
            _meets(self.languages, (item.language,))
            and _meets(self.genres, (item.genre,))
            and _meets(self.topics, (c for t in item.topics for c in (t.code, *t.broader)))
            and (not self.query or meets(self.query, item, version.released_at))
        )


def _meets(wanted: frozenset[str], offered: Iterable[str]) -> bool:
    return not wanted or not wanted.isdisjoint(offered)


class Reader(Struct, frozen=True, kw_only=True):
    """Whoever asks: a person, a machine or the anonymous public. Equal grants are equal rights."""

    name: str
    grants: tuple[Grant, ...] = ()

    def may_read_at(self, moment: datetime) -> bool:
        """Whether any grant is in force at `moment`."""
        return any(grant.active_at(moment) for grant in self.grants)


class Release(Protocol):
    """One version as it was released; an entry of the wire is one."""

    @property
    def item(self) -> NewsItem:
        """The version's content."""

    @property
    def released_at(self) -> datetime:
        """When it went on the wire, aware and in UTC."""


class Verdict(Struct, frozen=True):
    """The answer: how much, why, and by which product (the first that gives the most)."""

    level: Level
    reason: Reason
    product: str | None = None


def judge(reader: Reader, versions: Sequence[Release], now: datetime) -> Verdict:
    """Say how much of the last of `versions` the reader may see at `now`, and why.

    Args:
        reader: who asks, with grants past and present.
        versions: the story's versions in ascending order, up to and including the one asked for.
        now: the moment of asking; a replay is judged by today's rights.

    A correction, hold or kill also reaches whoever was entitled to any earlier version when that
    was released, at the level of then (DESIGN §4), whatever the story's codes and the rights are
    today.
    """
    latest = versions[-1]
    if latest.item.profile is Profile.TEST:
        return Verdict(Level.NONE, Reason.NOT_FOR_CUSTOMERS)
    verdict = _by_grants(reader, latest, now)
    if latest.item.update_type in FOLLOWS_THE_READER:
        earlier = max(
            (_by_grants(reader, version, version.released_at) for version in versions[:-1]),
            key=lambda found: found.level,
            default=verdict,
        )
        if earlier.level > verdict.level:
            return Verdict(earlier.level, Reason.FOLLOWS_EARLIER_VERSION, earlier.product)
    return verdict


def _by_grants(reader: Reader, version: Release, moment: datetime) -> Verdict:
    active = [grant for grant in reader.grants if grant.active_at(moment)]
    if not active:
        return Verdict(Level.NONE, Reason.NO_ACTIVE_GRANT)
    covering = [grant for grant in active if grant.covers(version)]
    if not covering:
        return Verdict(Level.NONE, Reason.OUTSIDE_PRODUCTS)
    best = max(covering, key=lambda grant: grant.level)
    return Verdict(best.level, Reason.GRANTED, best.product)
