"""Places in the list: opaque, and named after entries that the reader has seen."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from wireroom.archive.queries import Line, epoch
from wireroom.delivery.positions import seal, unseal


def asked(request: HttpRequest) -> int | None:
    """Read `?before=`: the number of an entry, None when nothing was asked.

    Raises:
        Http404: the place is none of ours, or of an earlier life of the log.
    """
    text = request.GET.get("before")
    if text is None:
        return None
    position = unseal(text)
    if position is None or position.epoch != epoch() or position.seq < 1:
        raise Http404
    return position.seq


def older(line: Line) -> str:
    """Name the place from which the list goes on below `line`."""
    return seal(epoch(), line.seq)
