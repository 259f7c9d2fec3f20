"""When to try again. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

GIVE_UP_AFTER = timedelta(hours=24)
_FEWEST_ATTEMPTS = 12
"""What lay through an outage, or waited for a digest, is tried for some hours all the same."""


def next_try(asked: datetime, made_at: datetime, attempts: int, now: datetime) -> datetime | None:
    """Give the moment of the next attempt, None to give up.

    The last attempt comes a day after the alert was made, however long a receiver asks us to wait.
    """
    end = made_at + GIVE_UP_AFTER
    if now < end:
        return min(asked, end)
    return asked if attempts < _FEWEST_ATTEMPTS else None


def pause_of_one(attempts: int, now: datetime) -> datetime:
    """Give the next try of a single mail by how often it was tried: a minute, at last an hour."""
    return now + min(timedelta(minutes=2 ** min(max(attempts - 1, 0), 10)), timedelta(hours=1))


class Breaker:
    """Lets a receiver alone for a while after each failure, twice as long each time."""

    def __init__(self, first: timedelta, longest: timedelta) -> None:
        """Wait `first` after the first failure, and `longest` at most."""
        self._first, self._longest = first, longest
        self.failures = 0
        self._open_until: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether to let it alone now."""
        return self._open_until is not None and now < self._open_until

    @property
    def until(self) -> datetime | None:
        """When it may be tried again; None: at once."""
        return self._open_until

    def fail(self, now: datetime, asked: timedelta | None = None) -> datetime:
        """Take note of a failure and give the moment of the next try; `asked` lengthens it."""
        pause = min(self._first * 2 ** min(self.failures, 20), self._longest)
        self.failures += 1
        self._open_until = now + max(pause, min(asked or timedelta(), GIVE_UP_AFTER))
        return self._open_until

    def succeed(self) -> None:
        """Forget the failures."""
        self.failures = 0
        self._open_until = None
