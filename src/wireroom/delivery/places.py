"""Places in the wire as pages name them: opaque, and going on where somebody has stopped."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from wireroom.delivery.positions import Seal, house_key, seal, unseal
from wireroom.wire import queries as wire


def present_place() -> str:
    """Name the place after the newest entry, opaque and another text each time.

    A page takes it before it reads its list: a stream opened from there repeats at most what came
    in between, and misses nothing.
    """
    return Seal(house_key()).seal_place(wire.current_epoch(), wire.head())


def place_of(seq: int) -> str:
    """Name the place of an entry that the reader has seen, or 0 for the beginning."""
    return seal(wire.current_epoch(), seq)


def asked_before(request: HttpRequest) -> int | None:
    """Read `?before=`: the number of an entry, None when nothing was asked.

    Raises:
        Http404: the place is none of ours, or of an earlier life of the log.
    """
    text = request.GET.get("before")
    if text is None:
        return None
    position = unseal(text)
    if position is None or position.epoch != wire.current_epoch() or position.seq < 1:
        raise Http404
    return position.seq
