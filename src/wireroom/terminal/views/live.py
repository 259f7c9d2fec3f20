"""What has come for the queries on a screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST
from msgspec import Struct

from wireroom.customers.policy import Reader
from wireroom.matching.queries import FreshLine
from wireroom.query.plan import Node
from wireroom.terminal.access import for_readers, person_id
from wireroom.terminal.arriving import Arrivals, arrivals
from wireroom.terminal.listing import plan_or_none
from wireroom.terminal.marking import marker
from wireroom.terminal.places import sealed_end, seqs_at
from wireroom.terminal.rows import row_of

MOST = 40
"""Queries on one screen: the search and its columns."""
LINES = 100


class Question(Struct, frozen=True):
    """A query and the sealed place from which it is to be answered."""

    q: str
    after: str


class Questions(Struct, frozen=True):
    """What a screen asks, by keys of its own."""

    queries: dict[str, Question]


@require_POST
@for_readers
def live(request: HttpRequest, reader: Reader, now: datetime) -> HttpResponse:
    """Give the lines that meet each query, newest first, of what came after its place.

    The wire is read once, from the oldest of the places. `rest` names the places to go on from
    where not all was looked at. A text that is no query gets no answer; a place of an earlier life
    of the log is missing.
    """
    try:
        asked = msgspec.json.decode(request.body, type=Questions).queries
    except (msgspec.MsgspecError, RecursionError):
        return HttpResponse(status=400)
    plans = _plans(asked, reader, now)
    places = seqs_at({key: asked[key].after for key in plans})
    found = arrivals(plans, person_id(request), reader, min(places.values(), default=0), now)
    lines = {
        key: _html([line for line in found.lines[key] if line.seq > place], plans[key])
        for key, place in places.items()
    }
    return JsonResponse({"lines": lines, "rest": _rest(places, found)})


def _plans(asked: Mapping[str, Question], reader: Reader, now: datetime) -> dict[str, Node]:
    plans = {
        key: plan_or_none(question.q, reader, now) for key, question in list(asked.items())[:MOST]
    }
    return {key: plan for key, plan in plans.items() if plan is not None}


def _rest(places: Mapping[str, int], found: Arrivals) -> dict[str, str]:
    if not found.more:
        return {}
    ahead = {key: max(place, found.read_to) for key, place in places.items()}
    sealed = {seq: sealed_end(seq) for seq in set(ahead.values())}
    return {key: sealed[seq] for key, seq in ahead.items()}


def _html(lines: list[FreshLine], plan: Node) -> str:
    return "".join(
        render_to_string(
            "terminal/_line.html", {"line": row_of(line, marker(plan, line.item.language))}
        )
        for line in reversed(lines[-LINES:])
    )
