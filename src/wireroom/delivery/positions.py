"""A place in the wire as a customer holds it, sealed with the key of this installation."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from wireroom.delivery.push.seal import Position, Seal, derive

__all__ = ["Position", "Seal", "house_key", "seal", "unseal"]


def seal(epoch: str, seq: int) -> str:
    """Name the entry `seq` of the log's life `epoch`; the same entry always has the same text."""
    return _sealing_with(house_key()).seal(epoch, seq)


def unseal(text: str) -> Position | None:
    """Read a position; None when it is not one of ours, whatever it is."""
    return _sealing_with(house_key()).unseal(text)


def house_key() -> bytes:
    """Derive the key of positions from the secret key."""
    return derive(settings.SECRET_KEY, "positions")


@lru_cache(maxsize=4)
def _sealing_with(key: bytes) -> Seal:
    return Seal(key)
