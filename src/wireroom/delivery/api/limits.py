"""How often a token may ask: counted by all web processes of a machine together, in shared memory.

The counter is a small file in the run directory that every process maps. A request costs one lock
and sixteen bytes: no query, no write to a disk that a release waits for. Several machines count
each for itself.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
from datetime import datetime
from pathlib import Path
from threading import Lock

from msgspec import Struct

SLOTS = 1 << 14
_SLOT = struct.Struct("<QII")
_BYTES = SLOTS * _SLOT.size
_LOOKED_AT = 16
"""Slots in a row where a key can lie: the one that has waited longest gives way."""
WINDOW_S = 60


class Standing(Struct, frozen=True, kw_only=True):
    """How a token stands after a request: of `limit`, `left` are left, for `reset_s` more."""

    limit: int
    left: int
    reset_s: int
    is_over: bool

    @property
    def headers(self) -> dict[str, str]:
        """Spell it as draft-ietf-httpapi-ratelimit-headers does; with Retry-After when over."""
        told = {
            "RateLimit-Policy": f'"token";q={self.limit};w={WINDOW_S}',
            "RateLimit": f'"token";r={self.left};t={self.reset_s}',
        }
        return told | {"Retry-After": str(self.reset_s)} if self.is_over else told


class Counters:
    """The counters in one file. A window of a minute begins with the first request in it."""

    def __init__(self, path: Path) -> None:
        """Map the file, which is made when it is not there."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if os.fstat(self._file).st_size < _BYTES:
            os.ftruncate(self._file, _BYTES)
        self._map = mmap.mmap(self._file, _BYTES)
        self._lock = Lock()

    def count(self, key: int, limit: int, now: datetime) -> Standing:
        """Count one request of a key above 0, and say how the key stands."""
        at_s = int(now.timestamp())
        with self._lock:  # threads share the file's lock, so they need one of their own
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                began_s, count = self._add(key, at_s)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)
        reset_s = max(began_s + WINDOW_S - at_s, 1)
        left = max(limit - count, 0)
        return Standing(limit=limit, left=left, reset_s=reset_s, is_over=count > limit)

    def close(self) -> None:
        """Let the file go."""
        self._map.close()
        os.close(self._file)

    def _add(self, key: int, at_s: int) -> tuple[int, int]:
        offset = self._place(key)
        held, began_s, count = _SLOT.unpack_from(self._map, offset)
        if held != key or not began_s <= at_s < began_s + WINDOW_S:
            began_s, count = at_s, 0
        count = min(count + 1, (1 << 32) - 1)
        _SLOT.pack_into(self._map, offset, key, began_s, count)
        return began_s, count

    def _place(self, key: int) -> int:
        places = [(key + step) % SLOTS * _SLOT.size for step in range(_LOOKED_AT)]
        slots = [(_SLOT.unpack_from(self._map, place), place) for place in places]
        for (held, _, _), place in slots:
            if held == key:
                return place
        return min(slots, key=lambda slot: slot[0][1])[1]


_open: dict[Path, Counters] = {}
_opening = Lock()


def counters(folder: Path) -> Counters:
    """Give the counters that all processes with this run directory share."""
    with _opening:
        path = folder / "api-requests"
        if path not in _open:
            _open[path] = Counters(path)
        return _open[path]
