"""Writes down what has left by streams of feeds, and what readers have: beside the loop."""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import TYPE_CHECKING

import structlog
from django.db import DatabaseError, connection

from wireroom.delivery.models import Delivery, DeliveryState, Feed
from wireroom.delivery.ready import ready
from wireroom.delivery.services.fetching import note_fetched, note_handed
from wireroom.kernel.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

log = structlog.get_logger(__name__)

_PAUSE_S = 0.5

Handed = dict[int, set[int]]
"""Numbers that have left, by feed."""
Had = set[tuple[int, int, int]]
"""Feed, since, upto: see `frames.Had`."""


class Writer:
    """At most one note is being written at a time; what comes meanwhile goes with the next."""

    def __init__(self) -> None:
        """Begin with nothing to note."""
        self._handed: Handed = defaultdict(set)
        self._had: Had = set()
        self._thread: threading.Thread | None = None
        self._next_s = 0.0

    def note(self, handed: Mapping[int, set[int]], had: Iterable[tuple[int, int, int]]) -> None:
        """Take what is to be written; `write` does it."""
        for feed_id, numbers in handed.items():
            self._handed[feed_id] |= numbers
        self._had |= set(had)

    def write(self, now_s: float) -> None:
        """Begin to write what waits, unless that was done just now."""
        is_writing = self._thread is not None and self._thread.is_alive()
        if now_s < self._next_s or is_writing or not (self._handed or self._had):
            return
        self._next_s = now_s + _PAUSE_S
        self._thread = threading.Thread(target=self._run, args=self._take(), daemon=True)
        self._thread.start()

    def finish(self, within_s: float) -> None:
        """Write the rest: the process ends."""
        if self._thread is not None:
            self._thread.join(within_s)
        self._run(*self._take())

    def _take(self) -> tuple[Handed, Had]:
        taken = (self._handed, self._had)
        self._handed, self._had = defaultdict(set), set()
        return taken

    def _run(self, handed: Handed, had: Had) -> None:
        try:
            write_handed(handed)
            write_had(had, utc_now())
        except DatabaseError as error:  # said again with the next
            log.warning("stream:feed:unnoted", error=str(error))
            self.note(handed, had)
        finally:
            connection.close()


def write_handed(handed: Mapping[int, Collection[int]]) -> None:
    """Note which numbers have left, taken or not, by feed."""
    for feed_id, numbers in handed.items():
        note_handed(feed_id=feed_id, numbers=numbers)


def write_had(had: Iterable[tuple[int, int, int]], now: datetime) -> None:
    """Note what readers have as taken; not where that would skip numbers that nobody has had."""
    for feed_id, since, upto in sorted(had):
        if not since or Feed.objects.filter(pk=feed_id, taken_number__gte=since).exists():
            voids = _voids(feed_id, upto, now)
            note_fetched(feed_id=feed_id, upto_number=upto, now=now, voids=voids)


def _voids(feed_id: int, upto: int, now: datetime) -> dict[int, str]:
    """Say which numbers came as void: of those that never left with a text."""
    rows = Delivery.objects.filter(feed=feed_id, state=DeliveryState.PENDING, attempts=0)
    found = ready(feed_id, list(rows.filter(number__lte=upto).order_by("number")), now)
    return {each.number: each.void_why for each in found if each.number and each.void_why}
