"""The house's own JSON of one item: what streams carry, and whether it may be published."""

from __future__ import annotations

from typing import Any

import msgspec

from wireroom.formats.outgoing import House, Options, Outgoing
from wireroom.formats.publishable import as_data
from wireroom.formats.stream import event
from wireroom.kernel.clock import iso

_encoder = msgspec.json.Encoder()


def render(outgoing: Outgoing, house: House, options: Options) -> bytes:
    """Write one item: UTF-8 JSON without line breaks.

    The fields are those of `stream.event`, then `first_released_at`, `publishable` and, for
    receivers that have a page of the story, `url`.
    """
    del house, options
    more: dict[str, Any] = {
        "first_released_at": iso(outgoing.first_released_at),
        "publishable": as_data(outgoing.publishable),
    }
    if outgoing.url:
        more["url"] = outgoing.url
    stream = event(outgoing, outgoing.level, "item")
    return stream[:-1] + b"," + _encoder.encode(more)[1:]
