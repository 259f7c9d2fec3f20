"""The events of a stream as bytes (WHATWG HTML §9.2, server-sent events)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from wireroom.kernel.errors import WireroomError

if TYPE_CHECKING:
    from wireroom.delivery.push.frames import EndReason

HEARTBEAT = b":\n\n"
"""A comment: it keeps proxies from closing the connection and says nothing, not even the head."""

_encode = msgspec.json.Encoder().encode


class BrokenEvent(WireroomError):
    """The text of an event holds a line break, which would end the event early."""

    code = "broken_event"


def item(position: str, data: bytes) -> bytes:
    """Spell one entry: its opaque position and its JSON."""
    if b"\n" in data or b"\r" in data:
        raise BrokenEvent
    return b"%bdata: %b\n\n" % (mark(position), data)


def mark(position: str) -> bytes:
    """Spell what the entry at `position` begins with, and nothing else in any stream does."""
    return b"id: %b\n" % position.encode("ascii")


def hello(reader: str, fmt: str, epoch: str, *, retry_ms: int, position: str = "") -> bytes:
    """Open a stream; `position` lets a reader that never gets an item resume all the same."""
    data = _encode({"reader": reader, "format": fmt, "epoch": epoch})
    return b"retry: %d\n%bevent: hello\ndata: %b\n\n" % (retry_ms, _id(position), data)


def reset(reason: str, position: str) -> bytes:
    """Say that the reader's place cannot be continued: fetch `snapshot`, go on from here."""
    data = _encode({"reason": reason, "snapshot": "/"})
    return b"%bevent: reset\ndata: %b\n\n" % (_id(position), data)


def bye(reason: EndReason, at: str = "") -> bytes:
    """Say why the server closes the stream, and when that came about, if that is told."""
    data = {"reason": reason, "at": at} if at else {"reason": reason}
    return b"event: bye\ndata: %b\n\n" % _encode(data)


def _id(position: str) -> bytes:
    return mark(position) if position else b""
