"""Words joined with a very common neighbour, so that “of the” need not be sought everywhere.

Beside the words of a text stands a second row, with as many places. In it a word is joined to the
one before it when either of the two is common; any other word stands alone. A phrase whose first
two words are joined needs the first place no more, and the rest is read off the second row: it
means the same and reads much less.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_ENGLISH = """a an and are as at be by for from had has have he his in is it of on or that the this
    to was were which who will with would"""
_GERMAN = """auf aus bei das dass dem den der des die ein einen einer es fur hat im in ist mit nach
    nicht sich sie und von war wie zu zum zur"""
_RUSSIAN = "а в во для до за и из к как на не но о об от по при с со так то у что эт"  # noqa: RUF001 - Russian

COMMON = frozenset(f"{_ENGLISH} {_GERMAN} {_RUSSIAN}".split())
"""Keys that stand in nearly every story: neither stemmer changes them."""

_JOINT = "\x02"
"""Stands in no key."""


def joined(keys: Sequence[str]) -> list[str]:
    """Give the second row of a text."""
    row = (
        f"{before}{_JOINT}{key}" if before in COMMON or key in COMMON else key
        for before, key in pairwise(keys)
    )
    return [*keys[:1], *row]


def phrase(keys: Sequence[str]) -> list[str] | None:
    """Give what to ask of the second row for a phrase; None: ask the words themselves."""
    if COMMON.isdisjoint(keys[:2]):
        return None
    return joined(keys)[1:] or None
