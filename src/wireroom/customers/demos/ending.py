"""Which notice of a subscription's end is due."""

from __future__ import annotations

from datetime import datetime, timedelta

AHEAD = (
    ("ends_in_1", timedelta(days=1)),
    ("ends_in_7", timedelta(days=7)),
    ("ends_in_30", timedelta(days=30)),
)
ENDED = "ended"
STILL_NEWS_FOR = timedelta(days=7)
"""After a longer outage nobody is told of what they have noticed long ago."""


def notice_due(active_from: datetime, ends_at: datetime, now: datetime) -> str | None:
    """Give the notice of this moment, the nearest to the end; None: none.

    Earlier ones that were missed are never made up for. One that would have been due before the
    subscription began is left out: whoever buys a week knows that it is a week.
    """
    if ends_at <= active_from:
        return None
    if ends_at <= now:
        return ENDED if now - ends_at < STILL_NEWS_FOR else None
    left = ends_at - now
    for kind, span in AHEAD:
        if left <= span:
            return kind if ends_at - span >= active_from else None
    return None
