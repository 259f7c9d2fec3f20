"""Chance that can be repeated: the same seed gives the same numbers, on every machine."""

from __future__ import annotations

from random import Random


def repeatable(seed: int | str) -> Random:
    """Give numbers that look random and are the same for the same seed."""
    return Random(seed)  # noqa: S311 - made-up stories and queries hide nothing


def happens(random: Random, share: float) -> bool:
    """Say yes in this share of all cases, between 0 and 1."""
    return random.random() < share
