"""What has come for the queries on a screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST
from msgspec import Struct

from wireroom.customers.policy import Reader
from wireroom.delivery.places import place_of
from wireroom.matching.queries import FreshLine
from wireroom.query.plan import Node
from wireroom.terminal.access import for_readers, person_id
from wireroom.terminal.arriving import arrivals
from wireroom.terminal.listing import plan_or_none
from wireroom.terminal.marking import marker
from wireroom.terminal.places import seq_at
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

    `rest` names the places to go on from where not all was looked at. A text that is no query gets
    no answer; a place of an earlier life of the log is missing.
    """
    try:
        asked = msgspec.json.decode(request.body, type=Questions).queries
    except msgspec.MsgspecError:
        return HttpResponse(status=400)
    plans = _plans(asked, reader, now)
    lines: dict[str, str] = {}
    rest: dict[str, str] = {}
    for seq, keys in _by_place(asked, plans).items():
        some = {key: plans[key] for key in keys}
        found = arrivals(some, person_id(request), reader, seq, now)
        lines |= {key: _html(found.lines[key], plans[key]) for key in keys}
        rest |= dict.fromkeys(keys, place_of(found.read_to)) if found.more else {}
    return JsonResponse({"lines": lines, "rest": rest})


def _plans(asked: Mapping[str, Question], reader: Reader, now: datetime) -> dict[str, Node]:
    plans = {
        key: plan_or_none(question.q, reader, now) for key, question in list(asked.items())[:MOST]
    }
    return {key: plan for key, plan in plans.items() if plan is not None}


def _by_place(asked: Mapping[str, Question], plans: Mapping[str, Node]) -> dict[int, list[str]]:
    places: dict[int, list[str]] = defaultdict(list)
    for key in plans:
        places[seq_at(asked[key].after)].append(key)
    return places


def _html(lines: list[FreshLine], plan: Node) -> str:
    return "".join(
        render_to_string(
            "terminal/_line.html", {"line": row_of(line, marker(plan, line.item.language))}
        )
        for line in reversed(lines[-LINES:])
    )
