"""The worker: one loop that releases what is due and lets every view take the wire in."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import structlog
from django.conf import settings
from django.db import close_old_connections, connection

from wireroom.archive.indexer import Indexer
from wireroom.config import heartbeat
from wireroom.config.views_of_the_wire import consumers
from wireroom.desk import releaser
from wireroom.kernel.clock import utc_now
from wireroom.matching.consumer import MatchingConsumer
from wireroom.matching.index import MatchIndex
from wireroom.wire.consumers import Consumer, run_once
from wireroom.wire.wakeup import Listener

log = structlog.get_logger(__name__)

_SLOW_POLL_S = 1.0
"""Behind every wake-up: a lost one costs this much."""
_BEAT_EVERY_S = 2.0
_LONGEST_PAUSE_S = 30.0
_ENTRIES_A_BATCH = 50
_BATCHES_A_ROUND = 20
"""Then the others have their turn: a view that rebuilds must not keep an embargo waiting."""


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


class Worker:
    """The loop. `stop` ends it after the transaction it is in."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        """Take the jobs of a round, in order."""
        self._jobs = jobs
        self._stopping = False
        self._beat_s = 0.0

    def stop(self, *_: object) -> None:
        """Ask the loop to end; fit to be a signal handler."""
        self._stopping = True

    def run(self) -> None:
        """Work until told to stop. A lost database or wake-up channel is found again."""
        while not self._stopping:
            try:
                with Listener() as listener:
                    self._listen(listener)
            except Exception:
                log.exception("worker:wakeup:lost", retry_s=_SLOW_POLL_S)
                self._forget_connection()
                self._round()
                time.sleep(_SLOW_POLL_S)

    def _listen(self, listener: Listener) -> None:
        while not self._stopping:
            listener.clear()
            if not self._round():
                listener.wait(self._idle_s())

    def _round(self) -> bool:
        more = [job.attempt(utc_now()) for job in self._jobs if not self._stopping]
        if time.monotonic() - self._beat_s >= _BEAT_EVERY_S:
            self._beat_s = time.monotonic()
            self._give_sign_of_life()
        return any(more)

    def _give_sign_of_life(self) -> None:
        """Leave a beat; on a full disk `/healthz` misses it, and the work goes on."""
        try:
            heartbeat.write(settings.WIREROOM_DATA_DIR / "run", self.beat(utc_now()))
        except OSError as error:
            log.warning("worker:heartbeat:failed", error=str(error))

    def beat(self, now: datetime) -> heartbeat.Beat:
        """Give the sign of life of this moment."""
        return heartbeat.Beat(
            at=now,
            succeeded_at={job.name: job.succeeded_at for job in self._jobs if job.succeeded_at},
            troubles={job.name: job.trouble for job in self._jobs if job.trouble},
        )

    def _idle_s(self) -> float:
        try:
            now = releaser.database_now()
            due_at = releaser.next_due(now)
        except Exception:  # noqa: BLE001 - the releaser's own attempt reports it
            return _SLOW_POLL_S
        until_due_s = (due_at - now).total_seconds() if due_at else _SLOW_POLL_S
        return min(max(until_due_s, 0.0), _SLOW_POLL_S)

    def _forget_connection(self) -> None:
        if not connection.in_atomic_block:
            connection.close()


def release_due(_now: datetime) -> bool:
    """Release what is due by the database's clock: all machines go by one."""
    return bool(releaser.release_due(releaser.database_now()))


def follow(consumer: Consumer, _now: datetime) -> bool:
    """Let a view take in some batches, and say whether it has more to take."""
    return all(run_once(consumer, _ENTRIES_A_BATCH) for _ in range(_BATCHES_A_ROUND))


def index(indexer: Indexer, _now: datetime) -> bool:
    """Let the search index take in a piece, and say whether it has more to take."""
    return indexer.run_once() > 0


def jobs(indexer: Indexer) -> tuple[Job, ...]:
    """Give the jobs of a round: embargoes first, then what readers wait for."""
    views = consumers()
    matchers = (each for each in views if isinstance(each, MatchingConsumer))
    return (
        Job("releaser", release_due),
        *(Job(f"{each.name}:prepare", each.prepare) for each in matchers),
        *(Job(each.name, partial(follow, each)) for each in views),
        Job("index", partial(index, indexer)),
    )


def main() -> None:
    """Run the worker until SIGTERM or SIGINT."""
    indexer = Indexer()
    worker = Worker(jobs(indexer))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    log.info("worker:started", matcher=MatchIndex().engine)
    worker.run()
    indexer.close()
    log.info("worker:stopped")
