"""Where a page stands in the wire, for the stream that goes on from it."""

from __future__ import annotations

from wireroom.delivery.positions import Seal, house_key
from wireroom.wire import queries as wire


def present_place() -> str:
    """Name the place after the newest entry, opaque and another text each time.

    A page takes it before it reads its list: a stream opened from there repeats at most what came
    in between, and misses nothing.
    """
    return Seal(house_key()).seal_place(wire.current_epoch(), wire.head())
