"""Feeds and rows of their ledger for tests, saved directly."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.factories.customers import START, CompanyFactory
from wireroom.customers.models import Company
from wireroom.delivery.models import Delivery, DeliveryState, Feed
from wireroom.kernel.ids import new_guid, new_secret


def make_feed(company: Company | None = None, **facts: Any) -> Feed:
    """Save an active feed, fetched as our own JSON; name what should be otherwise."""
    usual = {
        "code": f"fd_{new_secret()[:24]}",
        "company_id": facts.pop("company_id", None) or (company or CompanyFactory()).pk,
        "name": f"Feed {new_secret()[:8]}",
        "destination": "feed",
        "format": "item",
        "state_at": START,
        "made_at": START,
    }
    return Feed.objects.create(**usual | facts)


def make_delivery(feed: Feed, *, numbered: bool = True, **facts: Any) -> Delivery:
    """Save the feed's next number, or a row without one, and move the feed along; it waits."""
    at: datetime = facts.get("released_at", START)
    usual: dict[str, Any] = {
        "feed": feed,
        "number": feed.last_number + 1 if numbered else None,
        "seq": 0,
        "guid": new_guid(),
        "version": 1,
        "update_type": "new",
        "headline": "Harbour reopens after storm",
        "released_at": at,
        "level": 2,
        "reason": "granted",
        "state": DeliveryState.PENDING,
        "made_at": at,
        "due_at": at,
    }
    row = Delivery.objects.create(**usual | facts)
    if row.number is not None:
        feed.last_number, feed.last_made_at = row.number, row.made_at
        feed.save(update_fields=["last_number", "last_made_at"])
    return row
