"""The outbox of matching, as those who send use it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog
from django.db import DatabaseError

from wireroom.delivery.alerts.retrying import next_try, pause_of_one
from wireroom.matching import queries, services
from wireroom.matching.queries import Due

T = TypeVar("T")

log = structlog.get_logger(__name__)

LEASE_S = 300.0
"""What is claimed and not recorded by then is due again."""
_GOOD_FOR = timedelta(seconds=LEASE_S * 0.6)
"""How long after a claim sending may still begin; the rest is for the sending itself."""


class Batch:
    """What this process has claimed of one channel and not yet begun to send."""

    def __init__(self, channel: str) -> None:
        """Claim from `channel`."""
        self._channel = channel
        self._in_flight: set[int] = set()
        self._claimed_at: dict[int, datetime] = {}
        self._unwritten: deque[tuple[Callable[[], None], frozenset[int]]] = deque()

    def claim(self, limit: int, now: datetime) -> list[Due]:
        """Claim what is due. Asking costs one read while there is nothing.

        Raises:
            DatabaseError: the database cannot be used; nothing is lost by asking again.
        """
        self._catch_up()
        if limit <= 0 or not queries.due(now, self._channel, 1):
            return []
        claimed = services.claim_due(channel=self._channel, limit=limit, now=now, lease_s=LEASE_S)
        fresh = [due for due in claimed if due.id not in self._in_flight]
        self._claimed_at |= dict.fromkeys((due.id for due in fresh), now)
        return fresh

    def written(
        self, dues: Sequence[Due], write: Callable[[], T | None], now: datetime
    ) -> T | None:
        """Begin to send, and give what `write` makes of the alerts.

        None: it makes nothing; it failed, and they are tried again; or the claim is too old.

        Raises:
            DatabaseError: the database cannot be used; the claim runs out.
        """
        if not self._begin(dues, now):
            return None
        try:
            return write()
        except DatabaseError:
            raise
        except Exception as error:
            ids = [due.id for due in dues]
            log.exception("alerts:not_written", channel=self._channel, alert_ids=ids)
            again_at = pause_of_one(dues[0].attempts, now)
            self.failed(dues, f"not written: {type(error).__name__}", again_at, now)
            return None

    def _begin(self, dues: Sequence[Due], now: datetime) -> bool:
        """Say that sending begins; False: the claim is too old, somebody else may have it."""
        ids = {due.id for due in dues}
        claimed_at = min(self._claimed_at.pop(pk, now - 2 * _GOOD_FOR) for pk in ids)
        if now - claimed_at > _GOOD_FOR:
            return False
        self._in_flight |= ids
        return True

    def sent(self, dues: Iterable[Due], now: datetime) -> None:
        """Record that alerts went out."""
        self._record(dues, partial(services.record_sent, now=now))

    def dropped(self, dues: Iterable[Due], reason: str, now: datetime) -> None:
        """Record that alerts must not go out."""
        self._record(dues, partial(services.record_dropped, reason=reason, now=now))

    def given_up(self, dues: Iterable[Due], error: str, now: datetime) -> None:
        """Record that alerts will never go out."""
        self._put(dues, error, None, now)

    def failed(self, dues: Iterable[Due], error: str, again_at: datetime, now: datetime) -> None:
        """Record that alerts did not go out: they are tried again then, or given up by age."""
        moments: dict[datetime | None, list[Due]] = {}
        for due in dues:
            moment = next_try(again_at, due.made_at, due.attempts, now)
            moments.setdefault(moment, []).append(due)
        for moment, group in moments.items():
            self._put(group, error, moment, now)

    def put_back(self, dues: Iterable[Due], again_at: datetime, now: datetime) -> None:
        """Let go of alerts that were not tried."""
        self._put(dues, "", again_at, now)

    def _put(
        self, dues: Iterable[Due], error: str, again_at: datetime | None, now: datetime
    ) -> None:
        write = partial(services.record_failed, error=error, retry_at=again_at, now=now)
        self._record(dues, write)

    def _record(self, dues: Iterable[Due], write: Callable[..., None]) -> None:
        ids = [due.id for due in dues]
        if ids:
            self.write(partial(write, alert_ids=ids), ids)

    def write(self, write: Callable[[], None], ids: Iterable[int] = ()) -> None:
        """Write to the database now, or when it can again: what was sent stays known until then."""
        self._unwritten.append((write, frozenset(ids)))
        try:
            self._catch_up()
        except DatabaseError:
            log.exception("alerts:outbox:not_written", waiting=len(self._unwritten))

    def _catch_up(self) -> None:
        while self._unwritten:
            write, ids = self._unwritten[0]
            write()
            self._unwritten.popleft()
            self._in_flight -= ids
            for pk in ids:
                self._claimed_at.pop(pk, None)
