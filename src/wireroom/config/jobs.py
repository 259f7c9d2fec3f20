"""What a loop does over and over, and the sign of life that it leaves of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import close_old_connections

from wireroom.config import heartbeat
from wireroom.kernel.clock import utc_now

log = structlog.get_logger(__name__)

_BEAT_EVERY_S = 2.0
_LONGEST_PAUSE_S = 30.0


class Job:
    """A piece of the round. When it fails it alone pauses, twice as long each time."""

    def __init__(self, name: str, work: Callable[[datetime], bool]) -> None:
        """Name it; `work(now)` does some and says whether there is more to do at once."""
        self.name = name
        self._work = work
        self.succeeded_at: datetime | None = None
        self.trouble = ""
        self._failures = 0
        self._not_before_s = 0.0

    def attempt(self, now: datetime) -> bool:
        """Do a piece unless a failure's pause is on; say whether there is more. Never raises."""
        if time.monotonic() < self._not_before_s:
            return False
        try:
            more = self._work(now)
        except Exception as error:
            log.exception("worker:job:failed", job=self.name, failures=self._failures + 1)
            self._pause(error)
            return False
        self.succeeded_at, self.trouble, self._failures = now, "", 0
        return more

    def _pause(self, error: Exception) -> None:
        self._failures += 1
        pause_s = min(2.0 ** (self._failures - 1), _LONGEST_PAUSE_S)
        self._not_before_s = time.monotonic() + pause_s
        self.trouble = f"{type(error).__name__}: {error}"
        close_old_connections()


def every(pause: timedelta, work: Callable[[datetime], object]) -> Callable[[datetime], bool]:
    """Make a job's work of what need not be done in every round; a failure is made up for.

    Work that gives True has more to do, and goes on in the next round.
    """
    done_at: datetime | None = None

    def when_due(now: datetime) -> bool:
        nonlocal done_at
        if done_at is not None and now - done_at < pause:
            return False
        more = work(now) is True
        done_at = None if more else now
        return more

    return when_due


class Pulse:
    """The signs of life of a process that does these jobs."""

    def __init__(self, name: str, jobs: Sequence[Job]) -> None:
        """Name the process as `/healthz` does."""
        self._name, self._jobs = name, jobs
        self._beat_s = 0.0

    def give(self) -> None:
        """Leave a beat when it is time; on a full disk it is missed, and the work goes on."""
        if time.monotonic() - self._beat_s < _BEAT_EVERY_S:
            return
        self._beat_s = time.monotonic()
        try:
            heartbeat.write(_run_dir(), self.beat(utc_now()), self._name)
        except OSError as error:
            log.warning("heartbeat:failed", process=self._name, error=str(error))

    def beat(self, now: datetime) -> heartbeat.Beat:
        """Give the sign of life of this moment."""
        return heartbeat.Beat(
            at=now,
            succeeded_at={job.name: job.succeeded_at for job in self._jobs if job.succeeded_at},
            troubles={job.name: job.trouble for job in self._jobs if job.trouble},
        )

    def end(self) -> None:
        """Take the sign of life away: the process ends because it was told to."""
        heartbeat.remove(_run_dir(), self._name)


def _run_dir() -> Path:
    return Path(settings.WIREROOM_DATA_DIR) / "run"
