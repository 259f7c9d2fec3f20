"""What of the wire a list looks at for a reader: the coarse and fast part of the policy."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet

from wireroom.archive.models import ReleasedVersion
from wireroom.customers.policy import AT_ONCE, Reader
from wireroom.kernel.newsitem import FOLLOWS_THE_READER
from wireroom.wire.entries import Entry


class Sieve(NamedTuple):
    """What an entry must be for a reader to see it, as far as the index knows; the policy decides.

    An empty set lets everything through. Updates that follow their readers pass whatever their
    codes are, except that a genre that was asked for is asked of all. Nothing passes that is older
    than the depth of every product, but samples: a list ends there.
    """

    asked_genres: frozenset[str]
    genres: frozenset[str]
    languages: frozenset[str]
    samples: frozenset[str]
    since: datetime | None
    until: datetime | None

    @classmethod
    def of(cls, reader: Reader, now: datetime, genres: Collection[str] = ()) -> Sieve:
        """Take from the grants of `reader` that are in force what all of them demand."""
        active = [grant for grant in reader.grants if grant.active_at(now)]
        news = [grant for grant in active if not grant.stories]
        depths = [grant.archive for grant in news]
        delay = min((grant.delay for grant in news), default=AT_ONCE)
        return cls(
            asked_genres=frozenset(genres),
            genres=_wanted(grant.genres for grant in news),
            languages=_wanted(grant.languages for grant in news),
            samples=frozenset(guid for grant in active for guid in grant.stories),
            since=_floor(reader, depths, now),
            until=now - delay if delay else None,
        )

    def passes(self, entry: Entry) -> bool:
        """Whether an entry that is not indexed yet may be looked at."""
        item = entry.item
        if self.asked_genres and item.genre not in self.asked_genres:
            return False
        if item.guid in self.samples:
            return True
        if self.since is not None and entry.released_at < self.since:
            return False
        return item.update_type in FOLLOWS_THE_READER or (
            (not self.genres or item.genre in self.genres)
            and (not self.languages or item.language in self.languages)
            and (self.until is None or entry.released_at <= self.until)
        )

    def rows(self) -> QuerySet[ReleasedVersion]:
        """Give the indexed entries within the depth that may be looked at."""
        rows = self._asked()
        covered = Q()
        if self.genres:
            covered &= Q(genre__in=self.genres)
        if self.languages:
            covered &= Q(language__in=self.languages)
        if self.until is not None:
            covered &= Q(released_at__lte=self.until)
        if not covered:
            return rows
        always = Q(update_type__in=FOLLOWS_THE_READER)
        return rows.filter(covered | always | Q(guid__in=self.samples))

    def old_rows(self) -> QuerySet[ReleasedVersion]:
        """Give the indexed entries beyond the depth that may be looked at."""
        return self._asked().filter(guid__in=self.samples)

    def first_seq(self) -> int:
        """Say where the depth ends in the index: one query when there is one."""
        if self.since is None:
            return 0
        rows = ReleasedVersion.objects.filter(released_at__gte=self.since)
        first = rows.order_by("released_at", "seq").values_list("seq", flat=True).first()
        return sys.maxsize if first is None else first

    def _asked(self) -> QuerySet[ReleasedVersion]:
        rows = ReleasedVersion.objects.all()
        return rows.filter(genre__in=self.asked_genres) if self.asked_genres else rows


def _floor(reader: Reader, depths: Sequence[timedelta | None], now: datetime) -> datetime | None:
    """Say where the depth of all products ends; who has samples only, and never more, has none."""
    if all(grant.stories for grant in reader.grants):
        return now
    known = [depth for depth in depths if depth is not None]
    return now - max(known) if known and len(known) == len(depths) else None


def _wanted(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """Join the demands of several grants; one that demands nothing lets everything through."""
    wanted: frozenset[str] = frozenset()
    for each in sets:
        if not each:
            return frozenset()
        wanted |= each
    return wanted
