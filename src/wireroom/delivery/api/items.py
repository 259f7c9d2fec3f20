"""Calls about items."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from wireroom.archive import queries as archive
from wireroom.archive import search as index
from wireroom.customers.rights.reading import Line, StoryView
from wireroom.customers.services import NotFound
from wireroom.delivery.api.asking import Asked, plan_of
from wireroom.delivery.api.caller import Caller, caller
from wireroom.delivery.api.cursors import After, after_of, before_of, read_after, read_before
from wireroom.delivery.api.giving import line_of, outgoing_of
from wireroom.delivery.api.metering import given
from wireroom.delivery.api.newer import newer, present
from wireroom.delivery.api.paging import base_of, linked
from wireroom.delivery.api.problems import BadRequest, StoryStopped
from wireroom.delivery.api.representations import shape_for, split, written
from wireroom.delivery.api.schemas.base import reply
from wireroom.delivery.api.schemas.items import ItemJson, ItemLine, ItemList
from wireroom.kernel.ids import from_short
from wireroom.kernel.newsitem import NewsItem

router = Router(tags=["Items"])

_MISSING = "There is no such item, or your company may not read it."
Guid = Annotated[
    str,
    Field(
        description="The item's guid, with or without `urn:uuid:`; a suffix may follow that names"
        " the format: `.json`, `.ninjs`, `.g2.xml`, `.nitf.xml`, `.7901`, `.html`, `.txt`.",
        max_length=120,
    ),
]
Version = Annotated[
    str,
    Field(
        description="The version's number, 1, 2, 3 …; a suffix may follow.",
        pattern=r"^[1-9][0-9]{0,8}(\.[a-z0-9.]{1,12})?$",
    ),
]


class Listed(Asked):
    """What is listed, and from where on."""

    before: str = Field(default="", max_length=200, description="Cursor: what is older.")
    after: str = Field(default="", max_length=400, description="Cursor: what has come since.")
    include: Literal["", "item"] = Field(default="", description="`item`: with the whole items.")


@router.get("/items", response={200: ItemList}, operation_id="listItems")
def list_items(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """List what you may read, newest first, or what has come since a cursor, oldest first.

    Every story stands in the list once, at the newest version that you may read. To keep up, begin
    with the newest page, keep its `after`, and ask with it again and again: nothing is missed, also
    not what is sold to you with a delay. To go back, follow `before`.
    """
    who = caller(request)
    if asked.before and asked.after:
        raise BadRequest("Say before or after, not both.")
    if asked.after:
        return _newer(request, who, asked)
    return _older(request, who, asked)


def _older(request: HttpRequest, who: Caller, asked: Listed) -> HttpResponse:
    reader, place, plan = who.reading(), present(who.now), plan_of(asked, who)
    before, limit = read_before(asked.before) if asked.before else None, asked.lines + 1
    if plan is None:
        lines = index.newest(reader, who.now, before=before, limit=limit)
    else:
        lines = [*index.search(reader, plan, who.now, before=before, limit=limit).lines]
    shown = lines[: asked.lines]
    older = before_of(shown[-1].seq) if len(lines) > len(shown) else None
    after = None if before else _after(who, place, shown)
    body = _body(request, who, asked, shown)
    response = reply(ItemList(items=body, before=older, after=after, more=False))
    return linked(request, response, {"next": {"before": older} if older else None})


def _after(who: Caller, place: After, lines: list[Line]) -> str:
    """Name the place after the newest page: the same as long as the page is, if it can be."""
    if not lines or any(grant.delay for grant in who.reader.grants):
        return after_of(place)
    return after_of(After(lines[0].seq, lines[0].released_at), is_seen=True)


def _newer(request: HttpRequest, who: Caller, asked: Listed) -> HttpResponse:
    reader, plan = who.reading(), plan_of(asked, who)
    found = newer(reader, read_after(asked.after), who.now, limit=asked.lines, plan=plan)
    after = after_of(found.after)
    body = _body(request, who, asked, found.lines)
    response = reply(ItemList(items=body, after=after, more=found.more))
    return linked(request, response, {"next": {"after": after}})


def _body(request: HttpRequest, who: Caller, asked: Listed, lines: list[Line]) -> list[ItemLine]:
    whole = asked.include == "item"
    if whole:
        given(who, [(line.guid, line.version) for line in lines])
    return [line_of(line, who.now, base_of(request), whole=whole) for line in lines]


@router.get("/items/{guid}", response={200: ItemJson}, operation_id="getItem")
def get_item(request: HttpRequest, guid: Guid) -> HttpResponse:
    """Give an item at the newest version that you may read, in the format that you ask for.

    A killed or held story is given as its notice: `pub_status` is `canceled` or `withheld`,
    `publishable` is `no`, and there is no text.
    """
    who, (name, suffix) = caller(request), split(guid)
    view = _view(who, name)
    return _given(request, who, view.current, suffix, view.current.item)


@router.get("/items/{guid}/versions/{version}", response={200: ItemJson}, operation_id="getVersion")
def get_version(request: HttpRequest, guid: Guid, version: Version) -> HttpResponse:
    """Give one version of an item. Texts of a killed or held story are withdrawn: 410."""
    who, (number, suffix) = caller(request), split(version)
    view = _view(who, guid)
    line = next((each for each in view.versions if each.version == int(number)), None)
    if line is None and view.current.item.is_stopped and int(number) < view.current.version:
        raise StoryStopped(guid=view.guid)
    if line is None:
        raise NotFound(_MISSING)
    return _given(request, who, line, suffix, view.current.item)


def _view(who: Caller, name: str) -> StoryView:
    guid = name if name.startswith("urn:") else from_short(name)
    view = archive.story(who.reading(), guid, who.now)
    if view is None:
        raise NotFound(_MISSING)
    return view


def _given(
    request: HttpRequest, who: Caller, line: Line, suffix: str, newest: NewsItem
) -> HttpResponse:
    shape = shape_for(suffix, request.headers.get("Accept", ""))
    if shape is None:
        raise NotFound(_MISSING)
    response = written(shape, outgoing_of(line, who.now, newest))
    given(who, [(line.guid, line.version)])
    address = f"{base_of(request)}/items/{line.guid}"
    response.headers["Content-Location"] = f"{address}/versions/{line.version}.{shape.suffix}"
    return response
