"""Until when something is silent: an hour, the rest of the day where the person is, for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from wireroom.matching import queries as matching

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
"""As good as never: what is taken back by hand needs no end."""
_MORNING_HOUR = 7


def is_for_good(moment: datetime) -> bool:
    """Whether a silence ends by hand only."""
    return moment >= FOR_GOOD


def until(person_id: int, asked: Mapping[str, str], now: datetime) -> datetime | None:
    """Read `for` of a form: `hour`, `day` (to tomorrow, 7 o'clock), `good`, or None for `off`."""
    match asked.get("for"):
        case "hour":
            return now + timedelta(hours=1)
        case "good":
            return FOR_GOOD
        case "off":
            return None
        case _:
            return tomorrow(now, matching.preferences_of([person_id])[person_id].time_zone)


def tomorrow(now: datetime, time_zone: str) -> datetime:
    """Give the next day's morning, 7 o'clock in a time zone, in UTC; before 7, that of today."""
    here = now.astimezone(ZoneInfo(time_zone))
    morning = here.replace(hour=_MORNING_HOUR, minute=0, second=0, microsecond=0)
    return (morning if morning > here else morning + timedelta(days=1)).astimezone(UTC)
