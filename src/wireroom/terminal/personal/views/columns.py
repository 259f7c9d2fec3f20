"""Several topics side by side."""

from __future__ import annotations

import json
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from msgspec import Struct

from wireroom.archive import search
from wireroom.customers.policy import Reader
from wireroom.delivery.places import present_place
from wireroom.query.errors import QueryError
from wireroom.terminal.access import by_script, for_readers, person_id
from wireroom.terminal.labels import table
from wireroom.terminal.later import share
from wireroom.terminal.numbers import number
from wireroom.terminal.personal import screen
from wireroom.terminal.personal import topics as own
from wireroom.terminal.personal.asking import read
from wireroom.terminal.personal.topics import Topic
from wireroom.terminal.personal.views.frame import page
from wireroom.terminal.rows import Row, row_of

LINES = 40
FIRST = 3
"""Topics that stand side by side for whoever has not chosen any: as many as most screens hold."""


class Column(Struct, frozen=True, kw_only=True):
    """A topic with its newest lines, and the addresses of the page with the column elsewhere."""

    topic: Topic
    rows: tuple[Row, ...]
    error: str
    left: str
    right: str
    without: str


@require_safe
@for_readers
def columns(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Show the topics `?t=1&t=2…`, without `t` those of the last time; `?t=` alone: none.

    For whoever has never chosen they are the first three topics.
    """
    who = person_id(request)
    place = present_place()  # before the lists: what comes in between is told twice, never lost
    topics = {topic.id: topic for topic in own.topics_of(who, now)}
    ids = _asked(request, who, topics)
    if "t" in request.GET and not by_script(request):
        screen.change_state(who, {"columns": ids}, now)
    shown = [_column(reader, topics[pk], ids, now) for pk in ids]
    others = [topic for topic in topics.values() if topic.id not in ids]
    facts = {
        "columns": shown,
        "later": share(reader, now),
        "others": others if len(ids) < screen.MOST_COLUMNS else [],
        "first": _address([*topics][:FIRST]),
    }
    return page(request, "columns", cursor=place, labels_json=json.dumps(table()), **facts)


def _asked(request: HttpRequest, who: int, topics: dict[int, Topic]) -> list[int]:
    named = [pk for text in request.GET.getlist("t") if (pk := number(text)) is not None]
    kept = screen.state_of(who).columns
    wanted = named if "t" in request.GET else [*topics][:FIRST] if kept is None else kept
    return [pk for pk in dict.fromkeys(wanted) if pk in topics][: screen.MOST_COLUMNS]


def _column(reader: Reader, topic: Topic, ids: list[int], now: datetime) -> Column:
    at = ids.index(topic.id)
    rows, error = _lines(reader, topic.query, now)
    return Column(
        topic=topic,
        rows=rows,
        error=error,
        left=_address(_moved(ids, at, -1)),
        right=_address(_moved(ids, at, 1)),
        without=_address([pk for pk in ids if pk != topic.id]),
    )


def _lines(reader: Reader, query: str, now: datetime) -> tuple[tuple[Row, ...], str]:
    try:
        plan = read(reader, query, now).plan
    except QueryError as error:
        return (), error.detail
    found = search.search(reader, plan, now, order="newest", limit=LINES)
    return tuple(row_of(line) for line in found.lines), ""


def _moved(ids: list[int], at: int, step: int) -> list[int]:
    moved = [*ids]
    moved.insert(max(at + step, 0), moved.pop(at))
    return moved


def _address(ids: list[int]) -> str:
    return f"{reverse('terminal-columns')}?{'&'.join(f't={pk}' for pk in ids) or 't='}"
