"""Where a list goes on: opaque, and saying nothing about what its reader may not see."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from wireroom.delivery.api.problems import BadCursor
from wireroom.delivery.positions import Seal, house_key, seal, unseal
from wireroom.wire import queries as wire

_LATEST_MS = 253_402_300_799_000  # 9999-12-31
_OFFSETS = "api offsets"


class After(NamedTuple):
    """All up to `seq` was looked at, at the moment `at`."""

    seq: int
    at: datetime


def before_of(seq: int) -> str:
    """Name the place in front of a line that the reader has seen."""
    return seal(wire.current_epoch(), seq)


def read_before(text: str) -> int:
    """Read what `before_of` gave.

    Raises:
        BadCursor: it is none of ours, or of an earlier life of the log.
    """
    return _number(text, wire.current_epoch())


def after_of(place: After, *, is_seen: bool = False) -> str:
    """Name how far was looked and when; another text each time, so that two tell nothing.

    `is_seen`: it is the place of a line that the reader has seen, which may have one name.
    """
    epoch, at_ms = wire.current_epoch(), int(place.at.timestamp() * 1000)
    keeper = Seal(house_key())
    spell = keeper.seal if is_seen else keeper.seal_place
    return f"{spell(epoch, place.seq)}.{spell(epoch, at_ms)}"


def read_after(text: str) -> After:
    """Read what `after_of` gave.

    Raises:
        BadCursor: as for `read_before`.
    """
    epoch = wire.current_epoch()
    seq, _, at = text.partition(".")
    at_ms = _number(at, epoch)
    if at_ms > _LATEST_MS:
        raise BadCursor
    return After(_number(seq, epoch), datetime.fromtimestamp(at_ms / 1000, UTC))


def offset_of(offset: int, until: int) -> str:
    """Name how many answers were passed over, among those up to `until`."""
    keeper = Seal(house_key())
    return f"{keeper.seal_place(_OFFSETS, offset)}.{keeper.seal_place(wire.current_epoch(), until)}"


def read_offset(text: str) -> tuple[int, int]:
    """Read what `offset_of` gave.

    Raises:
        BadCursor: as for `read_before`.
    """
    offset, _, until = text.partition(".")
    return _number(offset, _OFFSETS), _number(until, wire.current_epoch())


def _number(text: str, epoch: str) -> int:
    position = unseal(text)
    if position is None or position.epoch != epoch:
        raise BadCursor
    return position.seq
