"""Notes which tokens are in use, beside the loop: an entry of the wire must not wait for that."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING

import structlog
from django.db import DatabaseError, connection

from wireroom.customers import services
from wireroom.delivery.source.metering import count_streams
from wireroom.kernel.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

log = structlog.get_logger(__name__)

_OPEN_EVERY_S = 60.0


class Uses:
    """At most one note is being written at a time; what comes meanwhile goes with the next."""

    def __init__(self) -> None:
        """Begin with nothing to note."""
        self._waiting: set[int] = set()
        self._opened: Counter[int] = Counter()
        self._writer: threading.Thread | None = None
        self._open_at_s = 0.0

    def is_due(self, now_s: float) -> bool:
        """Whether tokens of open streams are to be noted again."""
        if now_s < self._open_at_s:
            return False
        self._open_at_s = now_s + _OPEN_EVERY_S
        return True

    def note(self, token_ids: Iterable[int], opened: Mapping[int, int] | None = None) -> None:
        """Write down soon that these are in use, and how many streams each has opened."""
        self._waiting |= set(token_ids)
        self._opened.update(opened or {})
        if not self._waiting or (self._writer is not None and self._writer.is_alive()):
            return
        facts = (self._waiting, self._opened)
        self._writer = threading.Thread(target=_write, args=facts, daemon=True)
        self._waiting, self._opened = set(), Counter()
        self._writer.start()


def _write(token_ids: set[int], opened: Counter[int]) -> None:
    now = utc_now()
    try:
        services.note_tokens_used(token_ids=token_ids, now=now)
        count_streams(opened, now)
    except DatabaseError as error:  # the next minute will do
        log.warning("token:use:unnoted", error=str(error))
    finally:
        connection.close()
