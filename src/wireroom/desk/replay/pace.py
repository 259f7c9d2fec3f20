"""How fast a replay goes: in real time, so many a second, or as fast as the wire is durable."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from wireroom.kernel.errors import WireroomError


class BadPace(WireroomError):
    """A pace is `real`, `max` or a number of items a second above 0."""

    code = "bad_pace"
    http_status = 422


class Pace(Struct, frozen=True, kw_only=True):
    """Seconds to wait before an item: `gap_s` fixed, or the source's own gap up to `max_gap_s`."""

    gap_s: float | None
    max_gap_s: float

    def wait_s(self, previous: datetime | None, at: datetime) -> float:
        """Say how long to wait between the item of `previous` and the one of `at`."""
        if self.gap_s is not None:
            return self.gap_s if previous else 0.0
        elapsed_s = (at - previous).total_seconds() if previous else 0.0
        return min(max(elapsed_s, 0.0), self.max_gap_s)


def pace(text: str, max_gap_s: float) -> Pace:
    """Read a pace.

    Raises:
        BadPace: neither `real`, `max` nor a number above 0.
    """
    if text == "real":
        return Pace(gap_s=None, max_gap_s=max_gap_s)
    if text == "max":
        return Pace(gap_s=0.0, max_gap_s=max_gap_s)
    try:
        per_second = float(text)
    except ValueError:
        per_second = 0.0
    if not 0 < per_second < float("inf"):
        raise BadPace(f"--pace {text}: write real, max or a number of items a second, such as 5.")
    return Pace(gap_s=1.0 / per_second, max_gap_s=max_gap_s)
