"""The events of a feed's stream as bytes, and the places from which readers go on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from wireroom.delivery.push import sse

if TYPE_CHECKING:
    from wireroom.delivery.push.frames import EndReason

_NOW = "now"
_PLACE = re.compile(r"(now-)?([0-9]{1,18})")
_PAUSES = frozenset({"feed_paused", "feed_suspended", "feed_refused"})
_PAUSE_MS = 30_000
"""How long a reader waits when its feed is paused: it shall notice the end of that, not drum."""

_encode = msgspec.json.Encoder().encode


class Place(NamedTuple):
    """Where a reader goes on: after this number, None for from now on, or why it cannot.

    `is_claim`: the reader says that it has everything up to there.
    """

    after: int | None
    is_claim: bool = False
    trouble: str = ""


def read_place(text: str, newest: int) -> Place:
    """Read what a reader says about its place in a feed whose last number is `newest`."""
    if text in ("", _NOW):
        return Place(None)
    found = _PLACE.fullmatch(text)
    if found is None:
        return Place(None, trouble="unknown_id")
    after = int(found[2])
    if after > newest:
        return Place(None, trouble="future")
    return Place(after, is_claim=not found[1] and after > 0)


def numbered(number: int, event: str, data: bytes) -> bytes:
    """Spell one number: the envelope's type and its JSON."""
    if b"\n" in data or b"\r" in data:
        raise sse.BrokenEvent
    return b"%b%b\ndata: %b\n\n" % (mark(number), event.encode("ascii"), data)


def mark(number: int) -> bytes:
    """Spell what a number begins with, and nothing else in its stream does."""
    return b"id: %d\nevent: " % number


def heartbeat(newest: int) -> bytes:
    """Spell a comment with the last number: who has less has missed something."""
    return b": %d\n\n" % newest


def hello(
    feed: str, fmt: str, epoch: str, newest: int, *, retry_ms: int, is_from_now: bool
) -> bytes:
    """Open a stream; who begins at the present gets a place to resume from that claims nothing."""
    data = _encode({"feed": feed, "format": fmt, "epoch": epoch, "number": newest})
    place = b"id: now-%d\n" % newest if is_from_now else b""
    return b"retry: %d\nevent: hello\n%bdata: %b\n\n" % (retry_ms, place, data)


def reset(reason: str, newest: int | None) -> bytes:
    """Say that the reader's place is none of this feed; it goes on with what comes after `newest`.

    None: the stream ends here, for the house's records have begun another life.
    """
    if newest is None:
        return b"event: reset\ndata: %b\n\n" % _encode({"reason": reason})
    data = _encode({"reason": reason, "number": newest})
    return b"event: reset\nid: now-%d\ndata: %b\n\n" % (newest, data)


def bye(reason: EndReason, at: str = "") -> bytes:
    """Say why the stream ends; where there is nothing to read for a while, when to ask again."""
    text = sse.bye(reason, at)
    return b"retry: %d\n%b" % (_PAUSE_MS, text) if reason in _PAUSES else text
