"""Where a list goes on, in addresses: opaque, and worth nothing in another life of the log."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest

from wireroom.archive import queries as archive
from wireroom.delivery.positions import Seal, house_key, seal, unseal


def seq_at(text: str) -> int:
    """Read a place of the wire.

    Raises:
        Http404: it is none of ours, or of an earlier life of the log.
    """
    return _number(text, archive.epoch())


def seqs_at(texts: Mapping[str, str]) -> dict[str, int]:
    """Read several places of the wire, by keys of one's own, in one query.

    Raises:
        Http404: as `seq_at`.
    """
    epoch = archive.epoch()
    return {key: _number(text, epoch) for key, text in texts.items()}


def asked_seq(request: HttpRequest, name: str) -> int | None:
    """Read a place of the wire from the address; None when it is not there.

    Raises:
        Http404: as `seq_at`.
    """
    text = request.GET.get(name)
    return None if text is None else seq_at(text)


def sealed_end(seq: int) -> str:
    """Name a place up to which was looked, another text each time.

    The same text twice would tell that nothing came meanwhile, and another one that something came
    that the reader may not see.
    """
    return Seal(house_key()).seal_place(archive.epoch(), seq)


def sealed_count(number: int) -> str:
    """Seal how many lines to pass over, so that nobody takes it for an entry's number or back."""
    return seal(_counts(), number)


def asked_count(request: HttpRequest, name: str) -> int:
    """Read what `sealed_count` gave; 0 when it is not there.

    Raises:
        Http404: as `seq_at`.
    """
    text = request.GET.get(name)
    return 0 if text is None else _number(text, _counts())


def _counts() -> str:
    return f"lines {archive.epoch()}"


def _number(text: str, epoch: str) -> int:
    position = unseal(text)
    if position is None or position.epoch != epoch:
        raise Http404
    return position.seq
