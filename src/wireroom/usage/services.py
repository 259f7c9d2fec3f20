"""Counting, writing down what was counted, and forgetting what is old."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

from wireroom.usage.buffer import Buffer, Key
from wireroom.usage.conf import usage_settings
from wireroom.usage.models import DailyCount, What
from wireroom.usage.writer import Writer

_ADD = """
INSERT INTO usage_dailycount (company_id, day, person_id, what, channel, count)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (company_id, day, person_id, what, channel)
DO UPDATE SET count = usage_dailycount.count + excluded.count
"""
_AT_MOST = 20_000
"""Rows that one turn of `prune` deletes."""

_buffer = Buffer()


def note(
    what: What,
    *,
    person_id: int | None,
    company_id: int | None,
    channel: str,
    now: datetime,
    count: int = 1,
) -> None:
    """Count that a company's person, or a machine of it (None), did something.

    Costs no query: what is counted waits in the process and is written within seconds, and when the
    process ends. A crash loses those seconds. The agency's own people, of no company, are not
    counted.
    """
    if company_id is None:
        return
    day = now.astimezone(UTC).date()
    _buffer.add(Key(company_id, day, person_id or 0, str(what), str(channel)), count)
    _writer.wake(usage_settings().written_every_s)


def flush() -> int:
    """Write what waits in this process, in one transaction; give how many rows it touched.

    Keys are written in order, so that two processes never wait for each other. What cannot be
    written waits on.
    """
    counts = _buffer.take()
    if not counts:
        return 0
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_ADD, [(*key, counts[key]) for key in sorted(counts)])
    except Exception:
        _buffer.give_back(counts)
        raise
    return len(counts)


def prune(now: datetime) -> bool:
    """Delete some of what is older than `WIREROOM_USAGE_DAYS`; say whether there is more."""
    before = _oldest_kept(now)
    old = DailyCount.objects.filter(day__lt=before).values_list("pk", flat=True)[:_AT_MOST]
    keys = list(old)
    if keys:
        DailyCount.objects.filter(pk__in=keys).delete()
    return len(keys) == _AT_MOST


def _oldest_kept(now: datetime) -> date:
    return now.astimezone(UTC).date() - timedelta(days=usage_settings().days)


_writer = Writer(flush)
os.register_at_fork(after_in_child=_buffer.forget)
