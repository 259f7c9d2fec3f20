"""Calls that search."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from wireroom.archive import search as index
from wireroom.customers.rights.reading import Line
from wireroom.delivery.api.asking import Asked, plan_of
from wireroom.delivery.api.caller import Caller, caller
from wireroom.delivery.api.cursors import before_of, offset_of, read_before, read_offset
from wireroom.delivery.api.giving import line_of
from wireroom.delivery.api.highlighting import marked, snippet
from wireroom.delivery.api.metering import counted
from wireroom.delivery.api.paging import base_of, linked
from wireroom.delivery.api.schemas.base import reply
from wireroom.delivery.api.schemas.items import Count, FoundLine, Results
from wireroom.query.plan import EVERYTHING, Node
from wireroom.usage.queries import What

router = Router(tags=["Search"])


class Searched(Asked):
    """What is searched for, and in which order."""

    order: Literal["newest", "relevance"] = "newest"
    all_versions: bool = Field(default=False, description="Earlier versions of stories, too.")
    counts: bool = Field(
        default=False, description="With counts by topic, company, place, genre, language and day."
    )
    cursor: str = Field(default="", max_length=400, description="Of the next page.")


@router.get("/search", response={200: Results}, operation_id="search")
def search(request: HttpRequest, asked: Query[Searched]) -> HttpResponse:
    """Find stories, with the words found marked, how many there are, and what they are about."""
    who = caller(request)
    reader, plan = who.reading(), plan_of(asked, who) or EVERYTHING
    before, offset, until = _place(asked)
    found = index.search(
        reader,
        plan,
        who.now,
        order=asked.order,
        limit=asked.lines,
        before=before,
        until=until,
        offset=offset,
        all_versions=asked.all_versions,
    )
    if not asked.cursor:
        counted(who, What.SEARCH)
    cursor = _next(asked, found, offset) if found.more and found.lines else None
    facets = index.facets(reader, plan, who.now) if asked.counts else None
    response = reply(
        Results(
            items=[_line(line, who, plan, base_of(request)) for line in found.lines],
            total=found.total,
            is_least=found.is_least,
            is_building=found.is_building,
            cursor=cursor,
            counts=None if facets is None else _counts(facets),
            counted_newest=facets.newest if facets is not None else None,
        )
    )
    return linked(request, response, {"next": {"cursor": cursor} if cursor else None})


def _place(asked: Searched) -> tuple[int | None, int, int | None]:
    if not asked.cursor:
        return None, 0, None
    if asked.order == "newest":
        return read_before(asked.cursor), 0, None
    offset, until = read_offset(asked.cursor)
    return None, offset, until


def _next(asked: Searched, found: index.Results, offset: int) -> str:
    if asked.order == "newest":
        return before_of(found.lines[-1].seq)
    return offset_of(offset + asked.lines, found.until)


def _line(line: Line, who: Caller, plan: Node, base: str) -> FoundLine:
    plain = line_of(line, who.now, base, whole=False)
    return FoundLine(
        **dict(plain),
        headline_html=marked(plan, line.headline, line.language),
        snippet_html=snippet(plan, line.item),
    )


def _counts(facets: dict[str, tuple[index.Bucket, ...]]) -> dict[str, list[Count]]:
    return {
        name: [Count(value=each.value, label=each.label, count=each.count) for each in buckets]
        for name, buckets in facets.items()
    }
