"""A house, and items on their way out of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from wireroom.formats.outgoing import House, Outgoing
from wireroom.formats.projection import FULL, project
from wireroom.formats.publishable import publishable
from wireroom.kernel.ids import short
from wireroom.kernel.newsitem import NewsItem

RELEASED = datetime(2026, 11, 24, 12, 6, 0, 125_000, tzinfo=UTC)

HOUSE = House(
    name="Example News Agency",
    code="ENA",
    domain="example.com",
    site_url="https://example.com",
    email="desk@example.com",
)


def outgoing(item: NewsItem, level: int = FULL, **over: Any) -> Outgoing:
    """Send `item` to a feed at `level`, at the moment of its release."""
    facts: dict[str, Any] = {
        "item": project(item, level),
        "level": level,
        "released_at": RELEASED,
        "first_released_at": RELEASED,
        "sent_at": RELEASED,
        "publishable": publishable(item, RELEASED),
        "number": 7,
        "feed": "fd_example",
        "url": f"https://example.com/stories/{short(item.guid)}",
    }
    return Outgoing(**facts | over)
