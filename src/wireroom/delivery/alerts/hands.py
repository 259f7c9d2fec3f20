"""A few threads for what may hang. The one who gave the work out is told of its end later."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")

Ending = Callable[[datetime], None]
_IDLE_AFTER_S = 5.0


class Endings:
    """What has ended and was not told yet. Told in the thread that asks: it owns the database."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Ending] = SimpleQueue()
        self.put = self._queue.put

    def tell(self, now: datetime) -> bool:
        """Tell of all that has ended, without waiting; say whether there was any."""
        told = False
        while not self._queue.empty():
            self._queue.get()(now)
            told = True
        return told

    def wait(self, timeout_s: float) -> None:
        """Wait until something has ended, or so long; it is still to be told."""
        try:
            ending = self._queue.get(timeout=timeout_s)
        except Empty:
            return
        self._queue.put(ending)


class Hands:
    """At most `most` threads, started when they are needed.

    They end with the process: whatever they hang in must not keep it.
    """

    def __init__(
        self, name: str, most: int, endings: Endings, rest: Callable[[], None] = lambda: None
    ) -> None:
        """`rest` is called in a thread that has had nothing to do for some seconds."""
        self._name, self._most, self._endings, self._rest = name, most, endings, rest
        self._work: SimpleQueue[Callable[[], Ending]] = SimpleQueue()
        self._started = 0
        self.busy = 0

    @property
    def free(self) -> int:
        """How many more pieces of work would begin at once."""
        return self._most - self.busy

    def give(self, work: Callable[[], T], then: Callable[[T | Exception, datetime], None]) -> None:
        """Do `work` in a thread; `then` is told what it gave, or raised."""
        self.busy += 1
        self._work.put(partial(self._do, work, then))
        if self._started < self.busy:
            self._started += 1
            name = f"{self._name}-{self._started}"
            threading.Thread(target=self._run, name=name, daemon=True).start()

    def _do(self, work: Callable[[], T], then: Callable[[T | Exception, datetime], None]) -> Ending:
        result: T | Exception
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - it is told, and counts as a failed attempt
            result = error
        return partial(self._end, result, then)

    def _end(
        self,
        result: T | Exception,
        then: Callable[[T | Exception, datetime], None],
        now: datetime,
    ) -> None:
        self.busy -= 1
        then(result, now)

    def _run(self) -> None:
        while True:
            try:
                work = self._work.get(timeout=_IDLE_AFTER_S)
            except Empty:
                self._rest()
            else:
                self._endings.put(work())
