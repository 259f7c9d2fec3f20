"""An index in one file: quick to write, quick to read, and refused when anything about it is odd.

Layout: a line that names the format, the length of the head (8 bytes), the head (msgpack), the
arrays one after the other as they lie in memory (little-endian), and CRC-32 of all before it. What
is kept here can always be made anew from the plans, so an old version is refused, not converted.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray

from wireroom.kernel.errors import WireroomError
from wireroom.kernel.files import sync
from wireroom.query.plan import Node

_FORMAT = b"wireroom match index 3 " + sys.byteorder.encode() + b"\n"
_NUMBER_BYTES = 8
_TYPES = {"u1": np.uint8, "u4": np.uint32, "u8": np.uint64, "f4": np.float32}

Array = NDArray[Any]


class BadSnapshot(WireroomError):
    """The snapshot of the match index cannot be used: build the index from its plans."""

    code = "bad_snapshot"


class Head(msgspec.Struct):
    """All that is not an array. `arrays` names them in their order: name, type, length."""

    stamp: dict[str, Any]
    arrays: list[tuple[str, str, int]]
    words: list[str]
    codes: dict[str, int]
    prefixes: dict[str, dict[str, int]]
    roots: dict[str, int]
    documents: int
    stories: int
    counts: dict[str, int]
    plans: dict[int, Node]
    segments: int


def write(path: Path, head: Head, arrays: Iterable[Array]) -> None:
    """Write the file beside `path`, make it durable, and put it in place in one step."""
    raw = msgspec.msgpack.encode(head)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            length = len(raw).to_bytes(_NUMBER_BYTES, "little")
            check = 0
            pieces: list[bytes | memoryview] = [_FORMAT, length, raw, *map(_bytes_of, arrays)]
            for piece in pieces:
                check = crc32(piece, check)
                file.write(piece)
            file.write(check.to_bytes(_NUMBER_BYTES, "little"))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    sync(path.parent)


def read(path: Path) -> tuple[Head, dict[str, Array]]:
    """Read a file that `write` made.

    Raises:
        BadSnapshot: it is not there, not ours, of another version, cut short or damaged.
    """
    try:
        with path.open("rb") as file:
            return _read(file)
    except OSError as error:
        raise BadSnapshot(f"{path} cannot be read: {error.strerror}.") from error
    except (msgspec.MsgspecError, MemoryError, OverflowError, ValueError) as error:
        raise BadSnapshot(f"{path} is damaged: {error}") from error


def _read(file: IO[bytes]) -> tuple[Head, dict[str, Array]]:
    if file.read(len(_FORMAT)) != _FORMAT:
        raise BadSnapshot(f"{file.name} is no snapshot of this version, or of another machine.")
    length = file.read(_NUMBER_BYTES)
    raw = file.read(int.from_bytes(length, "little"))
    check = crc32(raw, crc32(length, crc32(_FORMAT)))
    head = msgspec.msgpack.decode(raw, type=Head)
    arrays: dict[str, Array] = {}
    for name, kind, count in head.arrays:
        array = np.fromfile(file, _TYPES.get(kind, np.uint8), count)
        if len(array) != count:
            raise BadSnapshot(f"{file.name} is cut short.")
        check = crc32(_bytes_of(array), check)
        arrays[name] = array
    if file.read() != check.to_bytes(_NUMBER_BYTES, "little"):
        raise BadSnapshot(f"{file.name} is damaged: its checksum does not fit.")
    return head, arrays


def described(arrays: dict[str, Array]) -> list[tuple[str, str, int]]:
    """Give what the head says of the arrays."""
    return [(name, array.dtype.str[1:], len(array)) for name, array in arrays.items()]


def _bytes_of(piece: Array) -> memoryview:
    return np.ascontiguousarray(piece).view(np.uint8).data
