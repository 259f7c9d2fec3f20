"""The worker: one loop that releases what is due and lets every view take the wire in."""

from __future__ import annotations

import signal
import time
from collections.abc import Sequence
from datetime import datetime
from functools import partial

import structlog
from django.db import connection

from wireroom.archive.indexer import Indexer
from wireroom.config.heartbeat import Beat
from wireroom.config.jobs import Job, Pulse
from wireroom.config.views_of_the_wire import consumers
from wireroom.delivery.numbering import number_due
from wireroom.desk import releaser
from wireroom.kernel.clock import utc_now
from wireroom.matching.consumer import MatchingConsumer
from wireroom.matching.index import MatchIndex
from wireroom.wire.consumers import Consumer, run_once
from wireroom.wire.wakeup import Listener

log = structlog.get_logger(__name__)

_SLOW_POLL_S = 1.0
"""Behind every wake-up: a lost one costs this much."""
_ENTRIES_A_BATCH = 50
_BATCHES_A_ROUND = 20
"""Then the others have their turn: a view that rebuilds must not keep an embargo waiting."""


class Worker:
    """The loop. `stop` ends it after the transaction it is in."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        """Take the jobs of a round, in order."""
        self._jobs = jobs
        self._pulse = Pulse("worker", jobs)
        self._stopping = False

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
        self._pulse.give()
        return any(more)

    def beat(self, now: datetime) -> Beat:
        """Give the sign of life of this moment."""
        return self._pulse.beat(now)

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
        Job("delayed", number_due),
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
