"""Writing the wire. `append` holds the only INSERT into the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from wireroom.kernel.clock import iso, utc_now
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.ids import new_epoch
from wireroom.kernel.newsitem import NewsItem, canonical
from wireroom.wire import chain, closing, queries, wakeup
from wireroom.wire.entries import Entry
from wireroom.wire.models import Epoch, LogEntry

_LOCK = 0x77697265
"""Key of the PostgreSQL advisory lock that puts writers in line: "wire" in ASCII."""

LARGEST_ITEM_BYTES = 2 << 20
"""Half of what a stream may owe its reader (`WIREROOM_PUSH_LAG_LIMIT_BYTES`): a larger item would
cut every reader of it as too slow. 400,000 words."""


class NotInTransaction(WireroomError):
    """The wire is appended to inside the caller's transaction: both happen or neither does."""

    code = "not_in_transaction"


class EmbargoedItem(WireroomError):
    """Nothing reaches the wire before its time."""

    code = "embargoed"
    http_status = 409


class ItemTooLarge(WireroomError):
    """The story is too large for the wire. Shorten it or release it in takes."""

    code = "item_too_large"
    http_status = 413


class VersionConflict(WireroomError):
    """Somebody else released this version first. Reload the story and release yours as the next."""

    code = "version_conflict"
    http_status = 409


class StoryKilled(WireroomError):
    """The story was killed; a kill is final. Write a new story instead."""

    code = "story_killed"
    http_status = 409


class IdempotencyMismatch(WireroomError):
    """This idempotency key was used for another item. Use a new key for a new release."""

    code = "idempotency_mismatch"
    http_status = 409


def append(item: NewsItem, *, now: datetime, idempotency_key: str | None = None) -> Entry:
    """Put one version of a story on the wire and give its entry.

    Call it last in the transaction that makes the version live: it lines writers up until the
    commit. The entry exists when that transaction commits; wake-ups go out after it. Asked again
    with the same key and item, it gives the entry of the first time and appends nothing.
    `released_at` is `now`, in whole milliseconds, but never before the entry ahead: a clock that
    jumps back does not show.

    Raises:
        EmbargoedItem: the item's embargo ends after `now`.
        InvalidItem: the item cannot be written as UTF-8.
        ItemTooLarge: its canonical JSON is longer than `LARGEST_ITEM_BYTES`.
        VersionConflict: the item's version is not the next one of its story.
        StoryKilled: an earlier version killed the story.
        IdempotencyMismatch: the key belongs to another item.
        WireClosed: a commit failed with unknown outcome and nobody has checked the log since.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction
    if item.embargoed_until is not None and item.embargoed_until > now:
        raise EmbargoedItem(f"Embargoed until {iso(item.embargoed_until)}.")
    closing.refuse_when_closed()
    raw = canonical(item)
    if len(raw) > LARGEST_ITEM_BYTES:
        raise ItemTooLarge(bytes=len(raw), limit=LARGEST_ITEM_BYTES)
    _line_up()
    if idempotency_key is not None and (done := _released_under(idempotency_key)):
        return _same_or_refuse(done, raw)
    _refuse_out_of_order(item)
    return _insert(raw, now, idempotency_key)


def _line_up() -> None:
    """Let one writer at a time past here, until its commit: `seq` is dense and in commit order.

    SQLite needs nothing more: the backend opens every transaction with BEGIN IMMEDIATE.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _released_under(key: str) -> Entry | None:
    seq = LogEntry.objects.filter(idempotency_key=key).values_list("seq", flat=True).first()
    return None if seq is None else queries.entry(seq)


def _same_or_refuse(done: Entry, raw: bytes) -> Entry:
    if done.raw != raw:
        raise IdempotencyMismatch(seq=done.seq)
    return done


def _refuse_out_of_order(item: NewsItem) -> None:
    latest = queries.latest(item.guid)
    if latest is not None and latest.item.is_killed:
        raise StoryKilled(guid=item.guid)
    expected = latest.version + 1 if latest else 1
    if item.version != expected:
        raise VersionConflict(guid=item.guid, version=item.version, expected=expected)


def _insert(raw: bytes, now: datetime, idempotency_key: str | None) -> Entry:
    before = LogEntry.objects.order_by("-seq").only("seq", "hash", "released_at").first()
    seq = before.seq + 1 if before else 1
    released_at = now.replace(microsecond=now.microsecond // 1000 * 1000)
    if before:
        released_at = max(released_at, before.released_at)
    previous = bytes(before.hash) if before else chain.GENESIS
    entry = Entry.of(
        seq=seq,
        released_at=released_at,
        raw=raw,
        hash=chain.link(previous, seq=seq, released_at=released_at, raw=raw),
    )
    LogEntry(
        seq=seq,
        guid=entry.guid,
        version=entry.version,
        released_at=released_at,
        item=raw.decode(),
        hash=entry.hash,
        idempotency_key=idempotency_key,
    ).save()
    wakeup.notify_on_commit()
    return entry


def begin_epoch(*, now: datetime, reason: str) -> str:
    """Start a new life of the log, after a restore. Readers will be told to reset."""
    with transaction.atomic():
        _line_up()
        epoch = Epoch(
            name=new_epoch(), began_at=now, first_seq=queries.head() + 1, reason=reason[:200]
        )
        epoch.save()
        wakeup.notify_on_commit()
    return epoch.name


def ensure_epoch(**_: Any) -> None:
    """Name the first life of a fresh log, once; runs after every migration."""
    if not Epoch.objects.exists():
        begin_epoch(now=utc_now(), reason="first life")
