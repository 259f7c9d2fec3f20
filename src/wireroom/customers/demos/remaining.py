"""How long a demo still runs, in words."""

from __future__ import annotations

from datetime import timedelta

UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))
WORDS = {"day": ("day", "days"), "hour": ("hour", "hours"), "minute": ("minute", "minutes")}
LAST = "less than a minute"


def in_words(left: timedelta) -> str:
    """Say the two largest units, such as “13 days 4 hours”; `remaining_controller.js` goes on."""
    left_s, parts = int(left.total_seconds()), []
    for unit, unit_s in UNITS:
        count, left_s = divmod(left_s, unit_s)
        if count:
            parts.append(f"{count} {WORDS[unit][count != 1]}")
    return " ".join(parts[:2]) or LAST
