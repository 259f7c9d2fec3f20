"""Calls by which a feed is fetched: its numbers in order, and the word that they have arrived."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.http import HttpRequest, HttpResponse
from msgspec.structs import replace
from ninja import Query, Router, Schema
from pydantic import Field

from wireroom.customers.policy import Channel
from wireroom.delivery.api.caller import api_settings, caller
from wireroom.delivery.api.feeds import Code, feed_of
from wireroom.delivery.api.metering import counted
from wireroom.delivery.api.paging import linked
from wireroom.delivery.api.problems import FeedNotActive, FeedNotFetched
from wireroom.delivery.api.schemas.base import reply
from wireroom.delivery.api.schemas.feeds import Acknowledged, Fetched, NumberIn
from wireroom.delivery.models import Delivery, FeedState
from wireroom.delivery.queries.feeds import FeedFacts
from wireroom.delivery.ready import Ready, ready
from wireroom.delivery.services.acknowledging import acknowledge_feed
from wireroom.delivery.services.fetching import note_fetched, note_handed
from wireroom.delivery.writing import CannotWrite, write_envelope
from wireroom.usage.queries import What

router = Router(tags=["Feeds: fetching"])

_HANDED_OVER = frozenset({Channel.FEED, Channel.STREAM})
"""Destinations of which we know only by the customer's word that something has arrived."""
_NOT_GIVEN = frozenset({FeedState.PAUSED, FeedState.SUSPENDED, FeedState.CLOSED})


class Next(Schema):
    """What comes after which number."""

    after: int = Field(
        default=0, ge=0, lt=1 << 63, description="The last number that you have safely got."
    )
    limit: int = Field(default=50, ge=1, le=10_000)


@router.get("/feeds/{code}/items", response={200: Fetched}, operation_id="fetchFeed")
def fetch(request: HttpRequest, code: Code, asked: Query[Next]) -> HttpResponse:
    """Fetch what comes after a number, and thereby say that everything up to it has arrived.

    Numbers come in order and without a gap. A number under which nothing may be given any more,
    because its story was killed since for instance, comes as `number.void`.
    """
    who = caller(request)
    feed = _fetched(code, who.company_id)
    only_looks = getattr(request, "only_looks", False)
    if asked.after > feed.taken_number and not only_looks:
        note_fetched(feed_id=feed.id, upto_number=asked.after, now=who.now)
    limit = min(asked.limit, api_settings().most_lines)
    rows = Delivery.objects.filter(feed=feed.id, number__gt=asked.after).order_by("number")
    waiting = [row for row in rows[: limit + 1] if row.due_at <= who.now]
    found = ready(feed.id, waiting[:limit], who.now)
    last = found[-1].number or asked.after if found else asked.after
    items = {each.number or 0: _envelope(feed, each, who.now) for each in found}
    if found and not only_looks:
        counted(who, What.STORY, len(found))
        texts = [number for number, item in items.items() if item["type"] != "number.void"]
        note_handed(feed_id=feed.id, numbers=texts)
    response = reply(
        Fetched(
            feed=feed.code,
            items=list(items.values()),
            next_after=last,
            last_number=feed.last_number,
            more=len(waiting) > limit,
        )
    )
    return linked(request, response, {"next": {"after": last} if len(waiting) > limit else None})


@router.post("/feeds/{code}/acknowledge", response={200: Acknowledged}, operation_id="acknowledge")
def acknowledge(request: HttpRequest, code: Code, body: NumberIn) -> HttpResponse:
    """Say that everything up to a number has arrived and was acted on. Safe to repeat.

    Corrections, holds and kills among it count as confirmed by you; this works for feeds of every
    destination. What was not delivered yet cannot be acknowledged, except on feeds that you fetch.
    """
    who = caller(request)
    feed = feed_of(code, who.company_id)
    if feed.destination in _HANDED_OVER:
        note_fetched(feed_id=feed.id, upto_number=body.upto, now=who.now)
    count = acknowledge_feed(feed_id=feed.id, upto_number=body.upto, now=who.now, by=who.name)
    feed = feed_of(code, who.company_id)
    return reply(
        Acknowledged(
            acknowledged=count, taken_number=feed.taken_number, last_number=feed.last_number
        )
    )


def _fetched(code: str, company_id: int) -> FeedFacts:
    feed = feed_of(code, company_id)
    if feed.destination != Channel.FEED:
        raise FeedNotFetched(destination=feed.destination)
    if feed.state in _NOT_GIVEN:
        raise FeedNotActive(state=feed.state, why=feed.state_why)
    return feed


def _envelope(feed: FeedFacts, each: Ready, now: datetime) -> dict[str, object]:
    try:
        body = write_envelope(each, feed.format, feed.options, feed=feed.code, now=now)
    except CannotWrite:
        void = replace(each, outgoing=None, void_why="unwritable")
        body = write_envelope(void, feed.format, feed.options, feed=feed.code, now=now)
    found: dict[str, object] = msgspec.json.decode(body)
    return found
