"""Long lists of keys in pieces that every database takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

MOST_KEYS = 10_000
"""SQLite takes 32,766 parameters in a statement (SQLITE_MAX_VARIABLE_NUMBER), PostgreSQL 65,535."""


def batches(keys: Iterable[T], size: int = MOST_KEYS) -> Iterator[list[T]]:
    """Cut the distinct `keys` into lists of at most `size`."""
    rest = iter(dict.fromkeys(keys))
    while piece := list(islice(rest, size)):
        yield piece
