"""Calls about what became of a feed's numbers, what it would have got, and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from wireroom.customers.services import NotFound, NotValid
from wireroom.delivery.api.asking import MOST_CHARS
from wireroom.delivery.api.caller import api_settings, caller
from wireroom.delivery.api.feeds import Code, feed_of
from wireroom.delivery.api.once import once
from wireroom.delivery.api.paging import linked
from wireroom.delivery.api.schemas.base import reply
from wireroom.delivery.api.schemas.feeds import DestinationName
from wireroom.delivery.api.schemas.logs import (
    AttemptOut,
    DeliveryLog,
    DeliveryOut,
    DryRunOut,
    ExplainedOut,
    Explanation,
    Log,
)
from wireroom.delivery.queries import ledger as ledgers
from wireroom.delivery.queries.dry_run import dry_run
from wireroom.delivery.queries.explaining import explain
from wireroom.delivery.services.redelivering import redeliver
from wireroom.kernel.ids import from_short

router = Router(tags=["Feeds: log"])

_WEEK = timedelta(days=7)
_MOST = timedelta(days=31)
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_HIGHEST = (1 << 63) - 1
Number = Annotated[int, Field(ge=1, le=_HIGHEST, description="The feed's number.")]


class Read(Schema):
    """Which piece of a log."""

    after: int | None = Field(default=None, ge=0, le=_HIGHEST, description="Ascending from here.")
    before: int | None = Field(default=None, ge=1, le=_HIGHEST, description="Descending from here.")
    limit: int = Field(default=50, ge=1, le=10_000)
    state: Literal["", "pending", "taken", "void"] = ""
    guid: str = Field(default="", max_length=64, description="Only this story.")


@router.get("/feeds/{code}/log", response={200: Log}, operation_id="readLog")
def read_log(request: HttpRequest, code: Code, asked: Query[Read]) -> HttpResponse:
    """Read a feed's log, the newest number first; with `after`, ascending from there."""
    feed = feed_of(code, caller(request).company_id)
    limit = min(asked.limit, api_settings().most_lines)
    rows = ledgers.ledger(
        feed.id,
        after=asked.after or 0,
        before=None if asked.after is not None else asked.before or 0,
        limit=limit + 1,
        state=asked.state,
        guid=asked.guid,
    )
    shown, more = rows[:limit], len(rows) > limit
    response = reply(Log(deliveries=[DeliveryOut.of(row) for row in shown], more=more))
    name = "before" if asked.after is None else "after"
    return linked(request, response, {"next": {name: shown[-1].number} if more else None})


@router.get("/feeds/{code}/log/{number}", response={200: DeliveryLog}, operation_id="readDelivery")
def read_delivery(request: HttpRequest, code: Code, number: Number) -> HttpResponse:
    """Give one number with every try: what was asked, and what was answered."""
    row = _row(feed_of(code, caller(request).company_id).id, number)
    tries = [AttemptOut.of(each) for each in ledgers.attempts(row.id)]
    return reply(DeliveryLog(delivery=DeliveryOut.of(row), tries=tries))


@router.post(
    "/feeds/{code}/deliveries/{number}/redeliver",
    response={200: DeliveryOut},
    operation_id="redeliver",
)
def redeliver_number(request: HttpRequest, code: Code, number: Number) -> HttpResponse:
    """Send one number once more, at once and under the same number."""
    who = caller(request)
    company_id = who.writing_company_id
    row = _row(feed_of(code, company_id).id, number)

    def act() -> HttpResponse:
        redeliver(delivery_id=row.id, of_company_id=company_id, now=who.now, actor=who.actor)
        return reply(DeliveryOut.of(_row(row.feed_id, number)))

    return once(request, who, act)


@router.get("/feeds/{code}/explain", response={200: Explanation}, operation_id="explain")
def explain_story(
    request: HttpRequest, code: Code, guid: Annotated[str, Query(max_length=64)]
) -> HttpResponse:
    """Say why a feed got a story, or did not."""
    who = caller(request)
    feed = feed_of(code, who.company_id)
    name = guid if guid.startswith("urn:") else from_short(guid)
    versions = [ExplainedOut.of(each) for each in explain(feed.id, name, who.now)]
    return reply(Explanation(versions=versions))


class Dry(Schema):
    """A feed that is not made yet, and a period; none: the last week."""

    products: str = Field(default="", max_length=MOST_CHARS, description="Codes, with commas.")
    query: str = Field(default="", max_length=MOST_CHARS)
    destination: DestinationName = "feed"
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    limit: int = Field(default=50, ge=1, le=10_000)


@router.get("/dry-run", response={200: DryRunOut}, operation_id="dryRun")
def try_feed(request: HttpRequest, asked: Query[Dry]) -> HttpResponse:
    """Say what a feed would have got, before it is made."""
    who = caller(request)
    until = max(min(asked.until or who.now, who.now), _EARLIEST)
    since = max(asked.since or until - _WEEK, _EARLIEST)
    if not timedelta() <= until - since <= _MOST:
        raise NotValid(f"Ask for {_MOST.days} days at most.", since="Too early, or too late.")
    found = dry_run(
        who.company_id,
        [code.strip() for code in asked.products.split(",") if code.strip()],
        asked.query,
        asked.destination,
        since,
        until,
        who.now,
        limit=min(asked.limit, api_settings().most_lines),
    )
    return reply(DryRunOut.of(found))


def _row(feed_id: int, number: int) -> ledgers.DeliveryFacts:
    rows = ledgers.ledger(feed_id, after=number - 1, limit=1)
    if not rows or rows[0].number != number:
        raise NotFound("This feed has no such number.")
    return rows[0]
