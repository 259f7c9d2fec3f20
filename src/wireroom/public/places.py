"""Places in the lists of the site: opaque, and named after entries that the reader has seen."""

from __future__ import annotations

from collections.abc import Sequence

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


def after(lines: Sequence[Line]) -> str:
    """Name the place from which an older page goes on."""
    return seal(epoch(), lines[-1].seq)


def newest(lines: Sequence[Line]) -> str:
    """Name the place from which the stream goes on.

    It is the newest line that the reader sees, not the head of the log: a page must not change
    because of a release that its reader may not see. Whatever lies between is judged by the stream.
    """
    return seal(epoch(), lines[0].seq if lines else 0)
