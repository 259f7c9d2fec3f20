"""Many keys, in pieces that every database takes in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

_SIZE = 5_000
"""PostgreSQL takes 65,535 parameters, SQLite 32,766."""


def batches(keys: Iterable[int]) -> Iterator[list[int]]:
    """Give the keys, each once and ascending, in lists of at most 5,000."""
    rest = iter(sorted(set(keys)))
    while batch := list(islice(rest, _SIZE)):
        yield batch
