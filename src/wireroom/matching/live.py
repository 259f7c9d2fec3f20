"""All topics in one index that follows their changes and the changes of rights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from wireroom.customers.policy import Channel, Level, Reader, on_channel
from wireroom.customers.queries import (
    next_boundary,
    products_of,
    readers_of_people,
    rights_generation,
)
from wireroom.customers.rights.product_query import whole
from wireroom.formats.projection import project
from wireroom.kernel.batches import batches
from wireroom.matching import compiling
from wireroom.matching.index import ALL, MatchIndex
from wireroom.matching.masks import Products
from wireroom.matching.models import AlertRule, Email, Topic
from wireroom.matching.rules import follows
from wireroom.query.document import Document
from wireroom.query.plan import Node
from wireroom.wire.entries import Entry

_BATCH = 1_000
"""Topics taken in together: few queries, little memory."""

SOME_CHANNEL = Q(on_screen=True) | Q(webhook=True) | ~Q(email=Email.NONE)


class Matched(NamedTuple):
    """Topics that a version meets: with its whole text, and with what readers of headlines see."""

    full: frozenset[int]
    headline: frozenset[int]

    def at(self, level: Level) -> frozenset[int]:
        """Give the topics that count for a reader of this level."""
        return self.full if level == Level.FULL else self.headline


class LiveIndex:
    """The index in a process. Ids are those of topics; it holds those that may alert somebody.

    It reads what others have committed and writes nothing: a transaction that is rolled back
    leaves it right. `seen` is the number of the last change of topics that it has taken in, `kept`
    that of the last one in the snapshot.
    """

    def __init__(self, index: MatchIndex | None = None, seen: int = 0) -> None:
        """Begin with an index that is right up to the change `seen`, or with an empty one."""
        self.index = MatchIndex() if index is None else index
        self.seen = self.kept = seen
        self._products = Products()
        self._generation: int | None = None
        self._rights_until: datetime | None = None
        self._day: date | None = None

    def refresh(self, at: datetime, now: datetime) -> None:
        """Take in what has changed: topics, rights, and the date, as it was at the moment `at`.

        Two queries when nothing has.
        """
        generation = rights_generation()
        if self._rights_changed(generation, now):
            self._products.forget()
            until = next_boundary(now)
            self._follow(at, now)
            self._set_masks(now)
            self._compile_moving(at, now)
            self._generation, self._rights_until = generation, until
        else:
            self._follow(at, now)
            if self._day != at.date():
                self._compile_moving(at, now)
        self._day = at.date()

    def _rights_changed(self, generation: int, now: datetime) -> bool:
        ended = self._rights_until is not None and self._rights_until <= now
        return ended or self._generation != generation

    def match(self, entry: Entry) -> Matched:
        """Give the topics that an entry meets, among those whose readers' products cover it.

        A correction, hold or kill is held against the topics of all who hold any product: it
        follows readers to whom nothing covers it any more. Who may read it is decided afterwards.
        """
        return Matched(
            full=self._match(entry, Level.FULL), headline=self._match(entry, Level.HEADLINE)
        )

    def _match(self, entry: Entry, level: Level) -> frozenset[int]:
        mask = ALL if follows(entry.item) else self._products.covering(entry, level)
        if not mask or not len(self.index):
            return frozenset()
        return frozenset(self.index.match(_seen(entry, level), mask))

    def _follow(self, at: datetime, now: datetime) -> None:
        changed = Topic.objects.order_by("change_number")
        while rows := list(changed.filter(change_number__gt=self.seen)[:_BATCH]):
            self._take(rows, at, now)
            self.seen = rows[-1].change_number

    def _compile_moving(self, at: datetime, now: datetime) -> None:
        """Compile anew what changes its meaning with the date or with products."""
        moving = Topic.objects.filter(moves=True, deleted_at=None).order_by("pk")
        last = 0
        while rows := list(moving.filter(pk__gt=last)[:_BATCH]):
            self._take(rows, at, now)
            last = rows[-1].pk

    def _take(self, rows: Sequence[Topic], at: datetime, now: datetime) -> None:
        people = _people_of(rows)
        ids = {pk for each in people.values() for pk in each}
        readers = readers_of_people(ids, now, channel=None)
        products: dict[Reader, Mapping[str, Node]] = {}
        for row in rows:
            own = [readers[pk] for pk in people.get(row.pk, ())]
            if row.deleted_at is not None or not own:
                self.index.remove(row.pk)
                continue
            named: Mapping[str, Node] = {}
            if row.moves:
                buyer = next((reader for reader in own if reader.grants), own[0])
                if buyer not in products:
                    products[buyer] = products_of(on_channel(buyer, Channel.TERMINAL), now)
                named = products[buyer]
            plan = compiling.plan_or_nothing(row.query, at, named)
            self.index.put(row.pk, plan, self._products.mask_of(own, now))

    def _set_masks(self, now: datetime) -> None:
        """Say anew of every topic which products its readers hold."""
        masks: dict[int, int] = defaultdict(int)
        people = _rules().values_list("person_id", flat=True).distinct()
        for batch in batches(people):
            own = {
                person: self._products.mask_of([reader], now)
                for person, reader in readers_of_people(batch, now, channel=None).items()
            }
            pairs = _rules().filter(person_id__in=batch).values_list("topic_id", "person_id")
            for topic, person in pairs.iterator(chunk_size=_BATCH):
                masks[topic] |= own[person]
        for topic, mask in masks.items():
            if topic in self.index:
                self.index.set_mask(topic, mask)


def _seen(entry: Entry, level: Level) -> Document:
    """Analyse what a level sees; the whole story has been, where a product asks about it."""
    if level == Level.FULL:
        return whole(entry.item, entry.released_at)
    return Document(project(entry.item, level), entry.released_at)


def _rules() -> QuerySet[AlertRule]:
    return AlertRule.objects.filter(SOME_CHANNEL, topic__deleted_at=None)


def _people_of(rows: Iterable[Topic]) -> dict[int, list[int]]:
    """Give the people whom each topic may alert."""
    people: dict[int, list[int]] = defaultdict(list)
    found = _rules().filter(topic__in=[row.pk for row in rows])
    for topic, person in found.order_by("pk").values_list("topic_id", "person_id"):
        people[topic].append(person)
    return people
