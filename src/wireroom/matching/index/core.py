"""The compiled core as Python sees it: its structures, its functions, and whether it is there."""

from __future__ import annotations

import ctypes
from ctypes import c_uint32, c_uint64, c_void_p
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from wireroom.kernel.errors import WireroomError

LIBRARY = Path(__file__).with_name("_core.so")
"""Where `compile.py` puts it."""
VERSION = 3
"""As in core.c. A library of another version is as good as none."""


class EngineMissing(WireroomError):
    """The compiled core is not here; `python -m wireroom.matching.index.compile` makes it."""

    code = "engine_missing"


def _fields(numbers: str, pointers: str) -> list[tuple[str, Any]]:
    return [(n, c_uint64) for n in numbers.split()] + [(p, c_void_p) for p in pointers.split()]


class Segment(ctypes.Structure):
    """`segment` of core.c."""

    _fields_: ClassVar = _fields(
        "posts clauses literals atoms", "start key guard also mask to begins slot literal"
    )


class Matcher(ctypes.Structure):
    """`matcher` of core.c."""

    _fields_: ClassVar = [
        *_fields("edge_slots", "edge_key edge_to"),
        *_fields("nodes links", "node_link link_atom link_next"),
        *_fields("capacity", "present seen atoms"),
        *_fields("slots", "slot_id slot_mask slot_flags bits out"),
        *_fields("segments", "segment"),
        *_fields("scanned survived checked doubtful unsorted", ""),
    ]


@cache
def library() -> ctypes.CDLL | None:
    """Load the core; None when it was not built, or from another version of its source."""
    try:
        found = ctypes.PyDLL(str(LIBRARY))  # keeps the GIL: a call is shorter than a hand-over
        found.wr_version.restype = c_uint32
        if found.wr_version() != VERSION:
            return None
    except (OSError, AttributeError):
        return None
    found.wr_size.restype = c_uint64
    if (found.wr_size(0), found.wr_size(1)) != (ctypes.sizeof(Matcher), ctypes.sizeof(Segment)):
        return None
    found.wr_edge.restype = c_uint32
    found.wr_edge.argtypes = [c_uint64, c_void_p, c_void_p, c_uint64]
    found.wr_enter.restype = None
    found.wr_enter.argtypes = [c_uint64, c_void_p, c_void_p, c_uint64, c_void_p, c_void_p]
    found.wr_match.restype = c_uint64
    found.wr_match.argtypes = [*[c_void_p] * 4, c_uint64, c_void_p, c_uint64, c_uint32]
    return found


def required() -> ctypes.CDLL:
    """Load the core.

    Raises:
        EngineMissing: it is not here.
    """
    found = library()
    if found is None:
        raise EngineMissing
    return found
