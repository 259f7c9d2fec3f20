"""Pairs of very common words as words of their own, so that “of the” need not be sought everywhere.

Beside its keys, a stream of words gets a key for every two neighbours that are both common. A
phrase then asks for those pairs, and for its other words; it means the same and reads much less.

A stream is handed to the engine as one text. Where a pair begins, it is written behind its first
word, without a space, and the engine splits the two and lets them stand at one place. Marks before
words and pairs keep it from splitting anything else (“into” is not “in to”).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise, product

_ENGLISH = """a an and are as at be by for from had has have he his in is it of on or that the this
    to was were which who will with would"""
_GERMAN = """auf aus bei das dass dem den der des die ein einen einer es fur hat im in ist mit nach
    nicht sich sie und von war wie zu zum zur"""
_RUSSIAN = "а в во для до за и из к как на не но о об от по при с со так то у что эт"  # noqa: RUF001 - Russian

COMMON = frozenset(f"{_ENGLISH} {_GERMAN} {_RUSSIAN}".split())
"""Keys that stand in nearly every story: neither stemmer changes them."""

_WORD, _PAIR, _JOINT = "\x02", "\x03", "\x04"
"""Stand in no key."""

_WORDS = {word: _WORD + word for word in COMMON}
_PAIRS = {pair: f"{_PAIR}{pair[0]}{_JOINT}{pair[1]}" for pair in product(COMMON, repeat=2)}
PIECES = [*_WORDS.values(), *_PAIRS.values()]
"""What the engine must find in a text to split it there."""


def written(keys: Sequence[str], ends: Collection[int]) -> list[str]:
    """Give the keys of a stream as they are handed to the engine.

    Args:
        keys: in order.
        ends: where texts end among them; what follows there is no neighbour.
    """
    words = [*map(_WORDS.get, keys, keys)]
    common = [at for at, key in enumerate(keys) if key in COMMON]
    for at, after in pairwise(common):
        if after == at + 1 and after not in ends:
            words[at] += _PAIRS[keys[at], keys[after]]
    return words


def word(key: str) -> str:
    """Give what stands in the index for a key."""
    return _WORDS.get(key, key)


def phrase(keys: Sequence[str]) -> list[tuple[int, str]]:
    """Give what to ask for instead of a phrase: pairs and words, each at its place in it."""
    asked: list[tuple[int, str]] = []
    covered = -1
    for at, pair in enumerate(pairwise([*keys, ""])):
        if pair in _PAIRS:
            asked.append((at, _PAIRS[pair]))
            covered = at + 1
        elif at > covered:
            asked.append((at, word(pair[0])))
    return asked
