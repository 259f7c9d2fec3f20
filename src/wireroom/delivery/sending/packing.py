"""Rows of the ledger become a parcel: judged by today's rights, named, and written."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from msgspec import Struct
from msgspec.structs import replace

from wireroom.delivery.destinations.file_names import Named, spell_number
from wireroom.delivery.models import Delivery, Destination, VoidWhy
from wireroom.delivery.push.seal import derive
from wireroom.delivery.queries.feeds import secrets_of
from wireroom.delivery.ready import Ready, ready
from wireroom.delivery.sending.parcels import Feed, Parcel, Piece
from wireroom.delivery.writing import CannotWrite, write, write_envelope
from wireroom.formats.envelope import event_of
from wireroom.formats.registry import format_of

TEST, VOID = "feed.test", "number.void"
_JSON = "application/json"


class _Document(Struct, frozen=True):
    content_type: str
    suffix: str
    body: bytes


_NOTHING = _Document("", "", b"")


def pack(feed: Feed, rows: Sequence[Delivery], now: datetime) -> Parcel:
    """Write what leaves for these rows, in their order; a number that may not leave comes as void.

    Raises:
        SealBroken: the feed's secret was sealed with another key.
    """
    known = replace(feed, secrets=secrets_of(feed.id, now))
    pairs = zip(rows, ready(feed.id, rows, now), strict=True)
    return Parcel(feed=known, pieces=[_piece(known, row, one, now) for row, one in pairs])


def name_of(feed: Feed, row: Delivery) -> str:
    """Name a delivery for good: a number by feed and number, a test so that nobody can guess it.

    There is no full stop in it: Standard Webhooks puts one behind it when it signs.
    """
    if row.number is not None:
        return f"{feed.code}-{row.number}"
    key = derive(settings.SECRET_KEY, "names of tests")
    return (
        f"{feed.code}-test-{hmac.new(key, str(row.pk).encode(), hashlib.sha256).hexdigest()[:16]}"
    )


def _piece(feed: Feed, row: Delivery, one: Ready, now: datetime) -> Piece:
    try:
        document = _written(feed, one, now)
    except CannotWrite:
        one = replace(one, outgoing=None, void_why=VoidWhy.UNWRITABLE.value)
        document = _written(feed, one, now)
    item = one.outgoing.item if one.outgoing else None
    return Piece(
        delivery_id=row.pk,
        number=row.number,
        name=name_of(feed, row),
        event=TEST if row.sample else event_of(item) if item else VOID,
        content_type=document.content_type,
        body=document.body,
        named=Named(
            number=f"test-{row.sample}" if row.number is None else spell_number(row.number),
            slugline=item.slugline if item else "",
            guid=row.guid,
            version=row.version,
            released_at=row.released_at,
            suffix=document.suffix,
            update_type=row.update_type,
        ),
        outgoing=one.outgoing,
        void_why=one.void_why,
        taken_by=tuple(row.taken_by),
    )


def _written(feed: Feed, one: Ready, now: datetime) -> _Document:
    """Write what the destination gets; mail writes its own text from the item beside it."""
    if feed.destination == Destination.EMAIL and (one.void_why or _is_read(feed)):
        return _NOTHING
    if feed.destination == Destination.WEBHOOK and (_is_json(feed) or one.void_why):
        body = write_envelope(one, feed.format, feed.options, feed=feed.code, now=now)
        return _Document(_JSON, "json", body)
    if one.void_why:
        return _NOTHING
    found = write(one, feed.format, feed.options)
    return _Document(found.media_type, found.suffix, found.body)


def _is_read(feed: Feed) -> bool:
    """Whether a mail says it all: there is nothing to attach for a machine, or not to be."""
    return feed.format in {"html", "text"} or feed.target.get("style") == "headline"


def _is_json(feed: Feed) -> bool:
    return format_of(feed.format).is_json
