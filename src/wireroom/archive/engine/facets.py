"""Counting answers: by topic, company, place and so on, and over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from msgspec import Struct
from tantivy import Occur, Query

from wireroom.archive.engine.names import Name, names
from wireroom.archive.engine.rights import Question
from wireroom.archive.engine.schema import FACETS, micros
from wireroom.archive.engine.sight import Fresh, IndexDamaged, Sight, sight
from wireroom.archive.engine.translate import between
from wireroom.customers.policy import Reader
from wireroom.query.plan import All, Node, Released

DAY = "day"
MOST = 5_000
"""So many answers are counted, the newest: more would take tens of milliseconds."""
_TIMES = (2, 8)
"""How much more of the end of the log is looked at than would do if answers were spread evenly."""
_PER_SEGMENT = 1000
"""Values of a field that a piece of the index hands up; with fewer than that, counts are exact."""
_SPELLINGS = 6
"""Up to so many spellings of a name are put together under its code."""
_MOST_STEPS = 10_000
_MICROSECOND = timedelta(microseconds=1)


class Bucket(Struct, frozen=True):
    """A value, what people read for it, and how many answers have it."""

    value: str
    label: str
    count: int


class Facets(dict[str, tuple[Bucket, ...]]):
    """Buckets by field.

    Attributes:
        newest: only so many answers were looked at, the newest; None: all of them.
    """

    newest: int | None = None


def facets(reader: Reader, plan: Node, now: datetime, size: int = 10) -> Facets:
    """Count what meets a plan by topic, company, place, genre, language and day. Two queries.

    Topics count for the broader ones too. What readers of headlines do not see of a story is not
    counted for them. The most frequent come first, of days the last. Empty while there is no index.
    Of more than 5,000 answers the newest are counted, and `Facets.newest` says how many.
    """
    try:
        seen = sight(reader, now)
        return _facets(seen, plan, size) if seen and reader.grants else Facets()
    except IndexDamaged:
        return Facets()


def _facets(seen: Sight, plan: Node, size: int) -> Facets:
    fresh = seen.fresh(plan)
    asked, newest = _newest(seen, seen.question(plan))
    found = _sides(seen, asked, size)
    counts = {field: found[field] + _of_fresh(fresh, field) for field in (*FACETS, DAY)}
    made = Facets((field, _buckets(field, counts[field], size)) for field in counts)
    made.newest = None if newest is None else newest + len(fresh)
    return made


def _newest(seen: Sight, asked: Question) -> tuple[Question, int | None]:
    """Narrow a question to its newest answers, if there are too many; say how many are left.

    Where the cut lies must not depend on stories that the reader does not see, how many there are.
    """
    total = seen.count(asked.either)
    if total <= MOST:
        return asked, None
    near = asked
    for times in _TIMES:
        start = seen.indexed_to - seen.indexed_to * MOST * times // total
        part = _since(asked, start)
        if seen.count(part.either) >= MOST:
            near = part
            break
    return _since(asked, seen.nth_newest(near.either, MOST)), MOST


def _since(asked: Question, seq: int) -> Question:
    return asked.narrowed((Occur.Must, between("seq", max(seq, 0), None)))


def _sides(seen: Sight, asked: Question, size: int) -> dict[str, Counter[str]]:
    everywhere = [field for field, side in FACETS.items() if side == "head"]
    in_full = [field for field, side in FACETS.items() if side == "full"]
    if asked.head is None and asked.full is not None:
        return _counted(seen, asked.full, [*FACETS, DAY], size)
    found = _counted(seen, asked.either, [*everywhere, DAY], size)
    return found | _counted(seen, asked.full, in_full, size)


def _counted(
    seen: Sight, query: Query | None, fields: Iterable[str], size: int
) -> dict[str, Counter[str]]:
    if query is None:
        return {field: Counter() for field in fields}
    answer = seen.aggregate(query, {field: _wanted(field, size) for field in fields})
    return {
        field: Counter({each["key"]: each["doc_count"] for each in answer[field]["buckets"]})
        for field in fields
    }


def _wanted(field: str, size: int) -> dict[str, Any]:
    if field == DAY:
        return {"terms": {"field": field, "size": size, "order": {"_key": "desc"}}}
    most = size * _SPELLINGS
    return {"terms": {"field": field, "size": most, "segment_size": max(most, _PER_SEGMENT)}}


def _of_fresh(fresh: Iterable[Fresh], field: str) -> Counter[str]:
    if field == DAY:
        return Counter(each.entry.released_at.date().isoformat() for each in fresh)
    return Counter(name.term() for each in fresh for name in names(each.seen.item, field))


def _buckets(field: str, counts: Mapping[str, int], size: int) -> tuple[Bucket, ...]:
    if field == DAY:
        return tuple(Bucket(day, day, counts[day]) for day in sorted(counts, reverse=True)[:size])
    sums: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for term, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        name = Name.of(term)
        sums[name.value] += number
        labels.setdefault(name.value, name.label)
    ordered = sorted(sums, key=lambda value: (-sums[value], labels[value]))
    return tuple(Bucket(value, labels[value], sums[value]) for value in ordered[:size])


def histogram(
    reader: Reader, plan: Node, now: datetime, *, since: datetime, until: datetime, step: timedelta
) -> tuple[int, ...]:
    """Count what meets a plan in each step of a period, oldest first. Two queries.

    All zeros while there is no index.

    Raises:
        ValueError: the period has no step or more than 10,000.
    """
    steps = ceil((until - since) / step)
    if not 0 < steps <= _MOST_STEPS:
        raise ValueError(f"{steps} steps")
    counts = [0] * steps
    try:
        seen = sight(reader, now)
        if seen and reader.grants:
            for moment, number in _over_time(seen, plan, Released(since, until), step):
                counts[(moment - micros(since)) // (step // _MICROSECOND)] += number
    except IndexDamaged:
        pass
    return tuple(counts)


def _over_time(
    seen: Sight, plan: Node, period: Released, step: timedelta
) -> Iterable[tuple[int, int]]:
    in_period = All((plan, period))
    yield from ((micros(each.entry.released_at), 1) for each in seen.fresh(in_period))
    width = step // _MICROSECOND
    first = micros(period.since) if period.since else 0
    wanted = {"field": "released", "interval": width, "offset": first % width, "min_doc_count": 1}
    answer = seen.aggregate(seen.question(in_period).either, {"steps": {"histogram": wanted}})
    yield from ((round(each["key"]), each["doc_count"]) for each in answer["steps"]["buckets"])
