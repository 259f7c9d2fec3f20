"""What a delivery says besides the item: the event, the feed, its number, and what may be done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from wireroom.formats.outgoing import Outgoing
from wireroom.formats.publishable import as_data
from wireroom.formats.registry import Format
from wireroom.kernel.clock import iso
from wireroom.kernel.newsitem import CORRECTIONS, NewsItem, PubStatus, UpdateType

RELEASED, UPDATED, CORRECTED = "story.released", "story.updated", "story.corrected"
HELD, KILLED = "story.held", "story.killed"
VOID, TEST = "number.void", "feed.test"

EVENTS = {
    RELEASED: "A new story.",
    UPDATED: "A later version of a story: development, write-through, add, repeat.",
    CORRECTED: "A version that corrects an earlier one.",
    HELD: "A story is on hold: stop publishing it.",
    KILLED: "A story is killed: withdraw it.",
    VOID: "A number whose text may not leave any more; it is told so that nobody sees a gap.",
    TEST: "A test of the feed; it has no number.",
}
"""Every `type` of an envelope, and what it says."""


def event_of(item: NewsItem) -> str:
    """Name the event of a version: a stop is told by its state, everything else by its reason."""
    if item.pub_status is PubStatus.CANCELED:
        return KILLED
    if item.pub_status is PubStatus.WITHHELD:
        return HELD
    if item.update_type in CORRECTIONS:
        return CORRECTED
    return RELEASED if item.update_type is UpdateType.NEW else UPDATED


def envelope(  # noqa: PLR0913 - one for each thing an envelope says
    *,
    feed: str,
    number: int | None,
    event: str,
    at: datetime,
    format: Format | None = None,  # noqa: A002 - the word that feeds and the API use
    body: bytes | None = None,
    outgoing: Outgoing | None = None,
    void_why: str = "",
    charset: str = "utf-8",
) -> bytes:
    """Write the JSON around one delivery, in the shape that Standard Webhooks recommends.

    Formats of JSON stand in `item` as they are, all others as a string in `text`.

    Args:
        feed: the feed's code.
        number: the feed's number; None for a test.
        event: one of `EVENTS`.
        at: when the event happened: the same on every attempt, since receivers compare bytes.
        format: of `body`.
        body: what `format` wrote; None when there is none to send.
        outgoing: what `body` was made from; None with a void number.
        void_why: why the number is void.
        charset: of `body`, where the format's options chose another than UTF-8.
    """
    data: dict[str, Any] = {"feed": feed}
    if number is not None:
        data["number"] = number
    if outgoing is not None:
        data |= _facts(outgoing)
    if format is not None and body is not None:
        data |= _content(format, body, charset)
    if void_why:
        data["void"] = void_why
    return msgspec.json.encode({"type": event, "timestamp": iso(at), "data": data})


def _facts(outgoing: Outgoing) -> dict[str, Any]:
    return {
        "guid": outgoing.item.guid,
        "version": outgoing.item.version,
        "released_at": iso(outgoing.released_at),
        "publishable": as_data(outgoing.publishable),
    }


def _content(form: Format, body: bytes, charset: str) -> dict[str, Any]:
    if form.is_json:
        return {"format": form.code, "item": msgspec.Raw(body)}
    return {"format": form.code, "text": body.decode(charset)}
