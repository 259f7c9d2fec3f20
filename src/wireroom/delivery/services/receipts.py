"""Receipts: who got which version of a story by itself, so that a recall finds them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple

import structlog
from django.conf import settings
from django.db import transaction

from wireroom.delivery.models import Receipt
from wireroom.delivery.recalls.readers import note_read
from wireroom.usage.writer import Writer

log = structlog.get_logger(__name__)

_MOST = 100_000
"""Receipts that wait in a process while the database is away; then the newest are lost."""
_CHUNK = 2_000
_AT_MOST = 20_000
"""Rows that one turn of `prune` deletes."""


class Got(NamedTuple):
    """What is noted once, however often it happens."""

    guid: str
    version: int
    person_id: int
    token_id: int
    channel: str


class Facts(NamedTuple):
    """What is noted of it: for whom, and when it happened first."""

    company_id: int
    got_at: datetime


class _Waiting:
    """Receipts that wait to be written; many threads add, one empties."""

    def __init__(self) -> None:
        self._rows: dict[Got, Facts] = {}
        self._lock = Lock()

    def forget(self) -> None:
        """Begin anew in a process that was forked: what waits is its parent's to write."""
        self._rows, self._lock = {}, Lock()

    def add(self, rows: Mapping[Got, Facts]) -> None:
        """Keep them; what is known stays as it is."""
        with self._lock:
            for key, facts in rows.items():
                if len(self._rows) < _MOST:
                    self._rows.setdefault(key, facts)
        if len(self._rows) >= _MOST:
            log.error("receipts:full", waiting=len(self._rows))

    def take(self) -> dict[Got, Facts]:
        """Give everything that waits, and begin anew."""
        with self._lock:
            taken, self._rows = self._rows, {}
        return taken


_waiting = _Waiting()


def note_received(
    *,
    stories: Iterable[tuple[str, int]],
    channel: str,
    company_id: int = 0,
    person_id: int = 0,
    token_id: int = 0,
    now: datetime,
) -> None:
    """Note that somebody got versions of stories, each by itself and not as a line of a list.

    Costs no query: what is noted waits in the process and is written within a second, and when the
    process ends; a crash loses that second. Again notes nothing new. Without a company (the
    agency's own people) or without a person and a token nothing is noted.

    Args:
        stories: guid and version of each.
        channel: a value of `customers.policy.Channel`, or `PANE`.
        company_id: whose they are.
        person_id: the person, or the token's person.
        token_id: the token, for machines.
        now: the moment.
    """
    if not company_id or not (person_id or token_id):
        return
    facts = Facts(company_id, now)
    rows = {
        Got(guid, version, person_id, token_id, str(channel)): facts for guid, version in stories
    }
    _waiting.add(rows)
    if rows:
        _writer.wake(written_every_s())


def flush() -> int:
    """Write what waits in this process, in one transaction; give how many rows it looked at.

    Whoever reads a recall, or a version after it, is acknowledged on the recall's board along with
    it. What cannot be written waits on.
    """
    rows = _waiting.take()
    if not rows:
        return 0
    try:
        with transaction.atomic():
            Receipt.objects.bulk_create(
                [
                    Receipt(**key._asdict(), **facts._asdict())
                    for key, facts in sorted(rows.items())
                ],
                ignore_conflicts=True,
                batch_size=_CHUNK,
            )
            note_read({key.guid for key in rows})
    except Exception:
        _waiting.add(rows)
        raise
    return len(rows)


def prune(now: datetime) -> bool:
    """Delete some of what is older than `WIREROOM_RECEIPTS_DAYS`; say whether there is more."""
    before = now - timedelta(days=getattr(settings, "WIREROOM_RECEIPTS_DAYS", 400))
    old = Receipt.objects.filter(got_at__lt=before).values_list("pk", flat=True)[:_AT_MOST]
    keys = list(old)
    if keys:
        Receipt.objects.filter(pk__in=keys).delete()
    return len(keys) == _AT_MOST


def written_every_s() -> float:
    """Give how often a process writes what it has noted; 0: only when it is told to."""
    return float(getattr(settings, "WIREROOM_RECEIPTS_WRITTEN_EVERY_S", 1.0))


_writer = Writer(flush)
os.register_at_fork(after_in_child=_waiting.forget)
