"""The thread that writes what a process has counted, started by the first count."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from multiprocessing.util import Finalize
from threading import Lock, Thread

import structlog
from django.db import connection

log = structlog.get_logger(__name__)


class Writer:
    """Calls `write` every so often, and once more when the process ends."""

    def __init__(self, write: Callable[[], int]) -> None:
        """Wait for the first count."""
        self._write = write
        self._lock = Lock()
        self._is_running = False
        os.register_at_fork(after_in_child=self._be_born)

    def wake(self, every_s: float) -> None:
        """See to it that the thread runs; with 0 seconds there is none."""
        if self._is_running or not every_s:
            return
        with self._lock:
            if not self._is_running:
                self._start(every_s)

    def _start(self, every_s: float) -> None:
        self._is_running = True
        Finalize(None, self._attempt, exitpriority=1)  # runs in children of `multiprocessing`, too
        Thread(target=self._run, args=(every_s,), name="usage-writer", daemon=True).start()

    def _run(self, every_s: float) -> None:
        while True:
            time.sleep(every_s)
            self._attempt()

    def _attempt(self) -> None:
        """Write; when the database is away, what was counted waits for the next time."""
        try:
            self._write()
        except Exception as error:  # noqa: BLE001 - counting must never break anything else
            log.warning("usage:write:failed", error=str(error))
        finally:
            connection.close()

    def _be_born(self) -> None:
        self._is_running, self._lock = False, Lock()
