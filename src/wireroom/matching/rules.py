"""Decisions of matching. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from wireroom.kernel.newsitem import (
    CORRECTIONS,
    FLASH,
    FOLLOWS_THE_READER,
    NOTICES,
    NewsItem,
    UpdateType,
)

LATE_AFTER = timedelta(hours=1)
"""Who was asleep is not woken for it: mail about something older goes into the next digest."""
STALE_AFTER = timedelta(days=1)
"""Nobody is told of yesterday's news: something older stands in the list, seen."""
DEFAULT_DIGEST_HOURS = (8, 17)
"""Of whoever has not chosen: before the morning conference, and before the evening edition."""


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones()) - {"Factory", "localtime", "posixrules"}


def is_time_zone(name: str) -> bool:
    """Whether IANA knows a time zone by this name."""
    return name in _time_zones()


def clock_of(time_zone: str) -> ZoneInfo:
    """Give a person's clock; UTC when IANA has dropped the zone meanwhile."""
    return ZoneInfo(time_zone if is_time_zone(time_zone) else "UTC")


def next_digest(now: datetime, time_zone: str, hours: Collection[int]) -> datetime:
    """Give the first of these full hours of the person's clock that comes after `now`, in UTC.

    An hour that the clock skips in spring comes when the clock has gone on; one that it has twice
    in autumn comes once, the first time.
    """
    zone = clock_of(time_zone)
    today = now.astimezone(zone).date()
    moments = (
        datetime.combine(today + timedelta(days=days), time(hour), zone).astimezone(UTC)
        for days in (0, 1, 2)
        for hour in sorted(hours or DEFAULT_DIGEST_HOURS)
    )
    return min(moment for moment in moments if moment > now)


def is_stop(item: NewsItem) -> bool:
    """Whether a version holds or kills its story."""
    return item.update_type in NOTICES


def follows(item: NewsItem) -> bool:
    """Whether a version goes to everybody who was alerted to an earlier one."""
    return item.update_type in FOLLOWS_THE_READER


def is_correction(item: NewsItem) -> bool:
    """Whether a version corrects an earlier one."""
    return item.update_type in CORRECTIONS


def passes_story_mute(item: NewsItem) -> bool:
    """Whether a version comes although the story is muted: it says that something is wrong."""
    return is_stop(item) or item.update_type is UpdateType.CORRECTION_FACT


def passes_budget(item: NewsItem) -> bool:
    """Whether a version comes although the budget is spent."""
    return item.urgency == FLASH or is_stop(item)
