"""What one reader finds at one moment: the index, and behind it what the index does not know yet.

The index follows the wire within a fraction of a second, and answers wait for nothing: entries that
are not in it are judged one by one, and the stories they renew or stop are left out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from tantivy import DocAddress, Occur, Query, Searcher

from wireroom.archive.conf import index_dir
from wireroom.archive.engine.rights import Question, Rights, question
from wireroom.archive.engine.snapshot import Snapshot, Window, is_damage, window_on
from wireroom.archive.engine.standing import ON_TIME, Standing, standing
from wireroom.archive.engine.store import Stamp
from wireroom.archive.engine.translate import between
from wireroom.customers.policy import Reader
from wireroom.formats.projection import FULL, project
from wireroom.kernel.errors import WireroomError
from wireroom.query.document import Document
from wireroom.query.plan import Node
from wireroom.query.predicate import matches
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry

T = TypeVar("T")

_WIDTH = 32_768
"""How much of the end of the log is looked at for the newest answers, before all of it is."""
_TAIL = 100
"""How many entries that are not indexed yet a question looks at: a tenth of a second's work."""


class IndexDamaged(WireroomError):
    """The search index cannot be read. A new one is being built."""

    code = "index_damaged"
    temporary = True
    http_status = 503


class Place(NamedTuple):
    """A version that meets a question, before it is judged and shown."""

    seq: int
    guid: str


class Found(NamedTuple):
    """Answers of the index, and how many there are of the whole question; None: not counted yet.

    `at_least`: so many were found on the way to a page that needed no more.
    """

    places: list[Place]
    total: int | None
    at_least: int = 0


class Fresh(NamedTuple):
    """A version that is not indexed yet and meets a question: as it is seen, and as it is."""

    entry: Entry
    seen: Document
    level: int


class Sight:
    """The eyes of one reader at one moment."""

    def __init__(
        self, window: Window, snapshot: Snapshot, rights: Rights, late: Standing = ON_TIME
    ) -> None:
        """Look at a state of the index, and at what the wire has beyond it. One query."""
        self._window = window
        self._snapshot = snapshot
        self.rights = rights
        self._late = late
        pending = wire.read_after(snapshot.indexed_to, _TAIL + 1)
        self.is_behind = len(pending) > _TAIL
        self.pending = pending[:_TAIL]
        self._newest = {entry.guid: entry for entry in self.pending}
        self.indexed_to = snapshot.indexed_to
        self.seen_to = self.pending[-1].seq if self.pending else snapshot.indexed_to

    def question(self, plan: Node, *, scored: bool = False, all_versions: bool = False) -> Question:
        """Put a plan to the index."""
        if all_versions:
            renewed = {guid for guid, entry in self._newest.items() if entry.item.is_stopped}
            late = ON_TIME
        else:
            renewed, late = {*self._newest, *self._late.guids}, self._late
        return question(
            self.rights,
            plan,
            known=self._snapshot.products,
            superseded=sorted(renewed),
            late=late,
            scored=scored,
            all_versions=all_versions,
        )

    def fresh(self, plan: Node, *, all_versions: bool = False) -> list[Fresh]:
        """Give what meets a plan and is not indexed yet, newest first."""
        judged = filter(None, map(self._judge, self._open(all_versions)))
        found = [*judged, *(() if all_versions else self._late_ones())]
        found.sort(key=lambda each: -each.entry.seq)
        return [each for each in found if matches(plan, each.seen)]

    def _open(self, all_versions: bool) -> Iterable[Entry]:  # noqa: FBT001 - private
        if not all_versions:
            late = self._late.guids
            return [entry for guid, entry in self._newest.items() if guid not in late]
        return [
            entry
            for entry in self.pending
            if entry is self._newest[entry.guid] or not self._newest[entry.guid].item.is_stopped
        ]

    def _judge(self, entry: Entry) -> Fresh | None:
        level = self.rights.level(_seen(_Key(entry, FULL)))
        return Fresh(entry, _seen(_Key(entry, level)), level) if level else None

    def _late_ones(self) -> Iterator[Fresh]:
        """Give what stands for stories with an update that is not due, and is not indexed yet."""
        entries = {entry.seq: entry for entry in self.pending}
        for line in self._late.after(self.indexed_to):
            if entry := entries.get(line.seq):
                yield Fresh(entry, _seen(_Key(entry, line.level)), line.level)

    def newest(self, asked: Question, limit: int, offset: int = 0, end: int | None = None) -> Found:
        """Give the places of answers with a `seq` below `end`, newest first.

        The end of the log is looked at before all of it: there, frequent words have enough answers.
        """
        top = self._snapshot.indexed_to + 1 if end is None else end
        if top > _WIDTH:
            near = asked.narrowed((Occur.Must, between("seq", top - _WIDTH, top))).either
            found = self._find(near, limit, offset, "seq")
            if len(found.places) == limit:
                return found._replace(total=None, at_least=found.total or 0)
        return self._below(asked, limit, offset, end, "seq")

    def best(self, asked: Question, limit: int, offset: int = 0, end: int | None = None) -> Found:
        """Give the places of answers with a `seq` below `end`, what fits best first."""
        return self._below(asked, limit, offset, end, None)

    def _below(
        self, asked: Question, limit: int, offset: int, end: int | None, field: str | None
    ) -> Found:
        if end is None:
            return self._find(asked.either, limit, offset, field)
        below = asked.narrowed((Occur.Must, between("seq", None, end)))
        return self._find(below.either, limit, offset, field)._replace(total=None)

    def _find(self, query: Query, limit: int, offset: int, field: str | None) -> Found:
        return self._ask(lambda searcher: _find(searcher, query, limit, offset, field))

    def nth_newest(self, query: Query, number: int) -> int:
        """Give the `seq` of an answer by its number, the newest is 1; there must be so many."""
        return self._find(query, 1, number - 1, "seq").places[0].seq

    def count(self, query: Query) -> int:
        """Count what meets a query."""
        return self._ask(lambda searcher: _count(searcher, query))

    def aggregate(self, query: Query, wanted: dict[str, Any]) -> dict[str, Any]:
        """Count what meets a query by the values of fields."""
        return self._ask(lambda searcher: searcher.aggregate(query, wanted))

    def terms(
        self, field: str, prefix: str, query: Query, limit: int | None
    ) -> list[tuple[str, int]]:
        """Give terms that begin with `prefix`, and in how many documents of a query each stands."""
        return self._ask(lambda searcher: searcher.terms_with_prefix(field, prefix, query, limit))

    def _ask(self, ask: Callable[[Searcher], T]) -> T:
        try:
            return ask(self._snapshot.searcher)
        except BaseException as error:
            if not is_damage(error):
                raise
            self._window.found_damaged(error)
            raise IndexDamaged from error


def sight(reader: Reader, now: datetime) -> Sight | None:
    """Look at the index for a reader; None: there is none that may be used.

    Two queries, four more for a reader with a delay.
    """
    window = window_on(index_dir())
    snapshot = window.look()
    if snapshot is None or snapshot.stamp != Stamp.of(wire.current_epoch()):
        return None
    return Sight(window, snapshot, Rights.of(reader, now), standing(reader, now))


def _count(searcher: Searcher, query: Query) -> int:
    """Count a field that every document has once: faster than a search that counts."""
    answer = searcher.aggregate(query, {"all": {"value_count": {"field": "seq"}}})
    return int(answer["all"]["value"])


def _find(searcher: Searcher, query: Query, limit: int, offset: int, field: str | None) -> Found:
    weight = None if field else "freshness"
    found: Any = searcher.search(
        query, limit, offset=offset, order_by_field=field, weight_by_field=weight
    )
    addresses = [address for _, address in found.hits]
    seqs = searcher.fast_field_values("seq", addresses)
    places = [
        Place(int(seq or 0), guid)
        for seq, guid in zip(seqs, _guids(searcher, addresses), strict=True)
    ]
    return Found(places, found.count)  # which the engine's own stub forgets


def _guids(searcher: Searcher, addresses: Sequence[DocAddress]) -> Iterator[str]:
    return (str(searcher.doc(address).get_first("guid")) for address in addresses)


class _Key:
    """An entry at a level, told apart by its hash: that covers the whole log up to it."""

    __slots__ = ("entry", "level")

    def __init__(self, entry: Entry, level: int) -> None:
        self.entry = entry
        self.level = level

    def __hash__(self) -> int:
        return hash((self.entry.hash, self.level))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and (self.entry.hash, self.level) == (
            other.entry.hash,
            other.level,
        )


@lru_cache(maxsize=_TAIL * 4)
def _seen(key: _Key) -> Document:
    return Document(project(key.entry.item, key.level), key.entry.released_at)
