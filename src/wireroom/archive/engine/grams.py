"""Pairs of very common words as words of their own, so that “of the” need not be sought everywhere.

Beside its keys, a stream of words gets a key for every two neighbours that are both common. A
phrase then asks for those pairs, and for its other words; it means the same and reads much less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

_ENGLISH = """a an and are as at be by for from had has have he his in is it of on or that the this
    to was were which who will with would"""
_GERMAN = """auf aus bei das dass dem den der des die ein einen einer es fur hat im in ist mit nach
    nicht sich sie und von war wie zu zum zur"""
_RUSSIAN = "а в во для до за и из к как на не но о об от по при с со так то у что эт"  # noqa: RUF001 - Russian

COMMON = frozenset(f"{_ENGLISH} {_GERMAN} {_RUSSIAN}".split())
"""Keys that stand in nearly every story: neither stemmer changes them."""

_JOINT = " "
"""Stands in no key."""


def pairs(words: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Give words at their places, in order, with the pairs among them."""
    before, at = "", -1
    for word, place in words:
        if before in COMMON and word in COMMON and place == at + 1:
            yield before + _JOINT + word, at
        yield word, place
        before, at = word, place


def phrase(keys: Sequence[str]) -> list[tuple[int, str]]:
    """Give what to ask for instead of a phrase: pairs and words, each at its place in it."""
    asked: list[tuple[int, str]] = []
    covered = -1
    for at, (word, after) in enumerate(pairwise([*keys, ""])):
        if word in COMMON and after in COMMON:
            asked.append((at, word + _JOINT + after))
            covered = at + 1
        elif at > covered:
            asked.append((at, word))
    return asked
