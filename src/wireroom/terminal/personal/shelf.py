"""Bookmarks and recently opened stories: which, when, and how they look under today's rights."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from msgspec import Struct

from wireroom.archive import queries as archive
from wireroom.customers.policy import Reader
from wireroom.terminal.models import Bookmark, Recent
from wireroom.terminal.rows import Row, row_of

MOST_RECENT = 100
MOST_BOOKMARKS = 300
LONGEST_NOTE = 1000


class Kept(Struct, frozen=True, kw_only=True):
    """A story on the shelf; without a `row` it may not be read any more: nothing is said of it."""

    id: int
    at: datetime
    note: str = ""
    row: Row | None = None


def bookmark_of(person_id: int, guid: str) -> Bookmark | None:
    """Find the bookmark that a person put on a story."""
    return Bookmark.objects.filter(person_id=person_id, guid=guid).first()


def add_bookmark(person_id: int, guid: str, now: datetime) -> Bookmark:
    """Keep a story; one that is kept stays as it is. Beyond 300 the oldest goes."""
    with transaction.atomic():
        found, _ = Bookmark.objects.get_or_create(
            person_id=person_id, guid=guid, defaults={"made_at": now}
        )
        _cut(Bookmark.objects.filter(person_id=person_id).order_by("-made_at"), MOST_BOOKMARKS)
    return found


def change_note(bookmark: Bookmark, note: str) -> None:
    """Write another note on a bookmark, cut at 1,000 characters."""
    bookmark.note = " ".join(note.split())[:LONGEST_NOTE]
    bookmark.save(update_fields=["note"])


def drop_bookmark(person_id: int, guid: str) -> None:
    """Keep a story no longer; one that is not kept is no error."""
    Bookmark.objects.filter(person_id=person_id, guid=guid).delete()


def own_bookmark(person_id: int, bookmark_id: int) -> Bookmark | None:
    """Find a person's own bookmark by its number; somebody else's does not exist."""
    return Bookmark.objects.filter(person_id=person_id, pk=bookmark_id).first()


def note_opened(person_id: int, guid: str, now: datetime) -> None:
    """Put a story on top of the recent ones; only the last 100 are kept."""
    with transaction.atomic():
        Recent.objects.update_or_create(person_id=person_id, guid=guid, defaults={"opened_at": now})
        _cut(Recent.objects.filter(person_id=person_id).order_by("-opened_at"), MOST_RECENT)


def forget_recent(person_id: int) -> None:
    """Empty the list of recent stories."""
    Recent.objects.filter(person_id=person_id).delete()


def bookmarks(person_id: int, reader: Reader, now: datetime, words: str = "") -> list[Kept]:
    """List bookmarks, newest first; `words` must stand in the note or in a readable headline."""
    rows = Bookmark.objects.filter(person_id=person_id).order_by("-made_at", "-pk")
    seen = _views(reader, (each.guid for each in rows), now)
    kept = [
        Kept(id=each.pk, at=each.made_at, note=each.note, row=seen.get(each.guid)) for each in rows
    ]
    wanted = words.casefold().split()
    return [each for each in kept if all(word in _text(each) for word in wanted)]


def recents(person_id: int, reader: Reader, now: datetime) -> list[Kept]:
    """List the stories that were opened, the last one first."""
    rows = Recent.objects.filter(person_id=person_id).order_by("-opened_at", "-pk")[:MOST_RECENT]
    seen = _views(reader, (each.guid for each in rows), now)
    return [Kept(id=each.pk, at=each.opened_at, row=seen.get(each.guid)) for each in rows]


def _text(kept: Kept) -> str:
    return f"{kept.note} {kept.row.headline if kept.row else ''}".casefold()


def _views(reader: Reader, guids: Iterable[str], now: datetime) -> dict[str, Row]:
    views = archive.stories(reader, list(guids), now)
    return {guid: row_of(view.current) for guid, view in views.items()}


def _cut(newest_first: QuerySet[Any], most: int) -> None:
    """Delete what lies beyond the newest `most`."""
    beyond = list(newest_first.values_list("pk", flat=True)[most : most + 100])
    if beyond:
        newest_first.model._default_manager.filter(pk__in=beyond).delete()
