"""Lists of items for web feeds, and how outside readers see them."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser

from tests.formats.house import HOUSE, RELEASED, outgoing
from wireroom.formats.collections import Collection, Gone
from wireroom.formats.outgoing import Outgoing
from wireroom.formats.projection import FULL
from wireroom.kernel.newsitem import NewsItem

GONE = Gone(
    guid="urn:uuid:99999999-9999-4999-8999-999999999999", at=RELEASED + timedelta(minutes=5)
)


def collection(*entries: Outgoing, **over: Any) -> Collection:
    """Make a list; name what should be otherwise."""
    facts: dict[str, Any] = {
        "title": "Economy & markets",
        "self_url": "https://example.com/feeds/economy?a=1&b=2",
        "site_url": "https://example.com/economy",
        "updated_at": RELEASED,
        "entries": entries,
    }
    return Collection(**facts | over)


def of(*items: NewsItem, level: int = FULL, **over: Any) -> Collection:
    """Make a list of items."""
    return collection(*(outgoing(item, level, **over) for item in items))


def parsed(data: bytes) -> Any:
    """Read a feed as a feed reader does, strictly, its markup as it came."""
    found = feedparser.parse(io.BytesIO(data), sanitize_html=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def when(struct: Any) -> datetime:
    """Give a reader's time as ours."""
    return datetime(*struct[:6], tzinfo=UTC)


SECOND = RELEASED.replace(microsecond=0)
__all__ = ["GONE", "HOUSE", "SECOND", "collection", "of", "parsed", "when"]
