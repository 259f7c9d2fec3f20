"""The demo's feeds: some read to the end, some behind, one whose destination is down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from wireroom.config.demo.sales import ACTOR
from wireroom.delivery.choosing import Chooser
from wireroom.delivery.numbering import number_once
from wireroom.delivery.queries.feeds import feed_facts
from wireroom.delivery.sending.owing import lease, owed
from wireroom.delivery.sending.pace import Pace
from wireroom.delivery.sending.packing import pack
from wireroom.delivery.sending.parcels import Ending, Result
from wireroom.delivery.sending.recording import mark, record
from wireroom.delivery.services.feeds import make_feed
from wireroom.delivery.services.fetching import note_fetched
from wireroom.wire.queries import head, read_after

_SINCE = timedelta(days=3)
"""Since when the feeds run: before the oldest story."""
_TRIED_MINUTES_AGO = (480, 479, 470, 420, 240)
"""As a sender that backs off tries: five failures in a row make a feed stalled."""
_FACTS = (
    "name",
    "destination",
    "format",
    "products",
    "query",
    "target",
    "schedule",
    "idle_after_minutes",
    "idle_to",
)


def set_up(feeds: list[dict[str, Any]], companies: Mapping[str, int], now: datetime) -> None:
    """Make the feeds, number the wire, let some time pass; `companies` are keys by codes."""
    made = [(facts, _make(facts, companies, now - _SINCE)) for facts in feeds]
    _number()
    for facts, feed_id in made:
        if facts.get("down"):
            _fail(feed_id, now)
        elif "fetched" in facts:
            last = _last_number(feed_id)
            note_fetched(feed_id=feed_id, upto_number=max(last - facts["fetched"], 0), now=now)


def _make(facts: Mapping[str, Any], companies: Mapping[str, int], now: datetime) -> int:
    known = {name: facts[name] for name in _FACTS if name in facts}
    company_id = companies[facts["company"]]
    return make_feed(company_id=company_id, **known, now=now, actor=ACTOR).feed_id


def _number() -> None:
    """Give the numbers as if each had been given at its release."""
    chooser = Chooser()
    for entry in read_after(0, limit=head()):
        number_once(entry, chooser, entry.released_at)


def _last_number(feed_id: int) -> int:
    found = feed_facts(feed_id)
    return found.last_number if found else 0


def _fail(feed_id: int, now: datetime) -> None:
    """Try as the sender does, and find nobody."""
    for minutes in _TRIED_MINUTES_AGO:
        at = now - timedelta(minutes=minutes)
        for leased in lease([feed_id], at, at + timedelta(minutes=1)):
            parcel = pack(leased.feed, owed(leased, at, 1), at)
            mark([parcel])
            record(leased, parcel, [_no_answer(parcel.pieces[0].delivery_id, at)], Pace(), at)


def _no_answer(delivery_id: int, at: datetime) -> Result:
    return Result(
        delivery_ids=[delivery_id],
        ending=Ending.FAILED,
        outcome="not_reached",
        at=at,
        took_ms=10_004,
        detail="hooks.courier.example did not answer within 15 seconds.",
        request="POST /wire HTTP/1.1\nhost: hooks.courier.example\ncontent-type: application/json",
    )
