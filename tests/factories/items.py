"""News items and releases for tests."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import new_guid
from wireroom.kernel.newsitem import EdNote, NewsItem, Paragraph, PubStatus, UpdateType
from wireroom.wire import services
from wireroom.wire.entries import Entry


def make_item(**over: Any) -> NewsItem:
    """Build a plain story; name what should be otherwise."""
    content = {
        "guid": new_guid(),
        "version": 1,
        "language": "en",
        "headline": "Harbour reopens after storm",
        "slugline": "HARBOUR-STORM",
        "body": (Paragraph(text="Ships moved again on Monday."),),
    }
    return NewsItem(**(content | over))


def make_kill(of: NewsItem, **over: Any) -> NewsItem:
    """Build the kill of a story: a notice, no text."""
    content = {
        "guid": of.guid,
        "version": of.version + 1,
        "language": of.language,
        "headline": f"KILL: {of.slugline}",
        "slugline": of.slugline,
        "topics": of.topics,
        "genre": of.genre,
        "pub_status": PubStatus.CANCELED,
        "update_type": UpdateType.KILL,
        "ednotes": (EdNote(role="kill", text="The story is wrong.", publishable=True),),
    }
    return NewsItem(**(content | over))


def release(item: NewsItem | None = None, *, key: str | None = None, **over: Any) -> Entry:
    """Put an item on the wire, in its own transaction."""
    with transaction.atomic():
        return services.append(item or make_item(**over), now=utc_now(), idempotency_key=key)
