"""From what may leave to bytes, in a feed's format."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import structlog
from msgspec import Struct

from wireroom.delivery.house import house
from wireroom.delivery.ready import Ready
from wireroom.formats.envelope import envelope, event_of
from wireroom.formats.outgoing import Options
from wireroom.formats.registry import Format, format_of
from wireroom.kernel.errors import WireroomError

log = structlog.get_logger(__name__)

_TEST, _VOID = "feed.test", "number.void"


class CannotWrite(WireroomError):
    """The version cannot be written in this format; its number becomes void."""

    code: ClassVar[str] = "cannot_write"
    http_status: ClassVar[int] = 406


class Written(Struct, frozen=True, kw_only=True):
    """A document: what it is, how its file ends (no dot), and its bytes."""

    media_type: str
    suffix: str
    body: bytes


def write(ready: Ready, format_code: str, options: Options) -> Written:
    """Write one item in a format.

    Raises:
        CannotWrite: the number is void, or the format cannot spell the item.
    """
    found, body = _render(ready, format_code, options)
    return Written(media_type=found.content_type(options), suffix=found.suffix, body=body)


def write_envelope(
    ready: Ready, format_code: str, options: Options, *, feed: str, now: datetime
) -> bytes:
    """Write the JSON that webhooks and streams carry: the item, or that its number is void.

    Args:
        ready: what leaves.
        format_code: how the item inside is spelled.
        options: of that format.
        feed: the feed's code.
        now: the time of the message.

    Raises:
        CannotWrite: the format cannot spell the item.
    """
    if ready.outgoing is None:
        return envelope(
            feed=feed, number=ready.number, event=_VOID, void_why=ready.void_why, at=now
        )
    found, body = _render(ready, format_code, options)
    event = _TEST if ready.sample else event_of(ready.outgoing.item)
    return envelope(
        feed=feed,
        number=ready.number,
        event=event,
        format=found,
        body=body,
        outgoing=ready.outgoing,
        at=now,
        charset=found.charset(options) or "utf-8",
    )


def _render(ready: Ready, format_code: str, options: Options) -> tuple[Format, bytes]:
    if ready.outgoing is None:
        raise CannotWrite(f"Number {ready.number} is void: {ready.void_why}.")
    try:
        found = format_of(format_code)
        return found, found.render(ready.outgoing, house(), options)
    except Exception as error:
        # Whatever went wrong would go wrong again: a feed must not stand still for ever by it.
        log.exception("delivery:writing:failed", guid=ready.guid, format=format_code)
        raise CannotWrite(f"{ready.guid} cannot be written as {format_code}.") from error
