"""How text becomes keys: folded, and taken back to the stem by its script and language.

The same for stories and for queries. Latin words are taken to their stem as English, in German
stories as German; Cyrillic ones as Russian. Words of other alphabets stay as they are, without
their marks. Scripts that write without spaces are read sign by sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

_MARKS = "".join(  # signs that Python does not count to the word: vowels of Indic scripts, accents
    chr(code) for code in range(0x300, 0x3100) if unicodedata.category(chr(code)).startswith("M")
)
_LETTERS = rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*"
_WORD = re.compile(rf"{_LETTERS}(?:['\u2019]{_LETTERS})*")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
_VOICED = "[\u3099\u309a\uff9e\uff9f]"
"""Marks that belong to the sign of Japanese before them, where the two are not written as one."""
_PIECES = re.compile(f"{_UNSPACED.pattern}{_VOICED}*|(?:(?!{_UNSPACED.pattern}).)+")
_DROPPED = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640]")
"""Accents, Hebrew points, Arabic vowels and the stretching of Arabic letters."""
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[a-z]")

_ENGLISH = Stemmer.Stemmer("english", 0)
_GERMAN = Stemmer.Stemmer("german", 0)
_RUSSIAN = Stemmer.Stemmer("russian", 0)

GERMAN = "de"
_VARIETIES = ("", GERMAN)
"""The ways in which a text may be read: as every language, and as German."""
_LONGEST_WORD = 64
_MOST_KNOWN = 200_000
_TYPOGRAPHY = (
    ("\u2019", "'"),
    *((sign, " ") for sign in "\u2018\u201c\u201d\u201e\u2013\u2014\u2026\u00a0"),
)
"""What most often stands in a text that is plain ASCII otherwise; none of it changes its words."""


class Token(NamedTuple):
    """A word of a text: its key, its folded spelling, and where it stands (in characters)."""

    key: str
    surface: str
    start: int
    end: int


def variety_of(language: str) -> str:
    """Give the way in which a text of this language (a BCP 47 tag) is read."""
    return GERMAN if language.partition("-")[0].lower() == GERMAN else ""


def tokens(text: str, language: str = "") -> list[Token]:
    """Read a text as words, in order."""
    known = _KNOWN[variety_of(language)]
    found = ((known[word], start, end) for word, start, end in _words(text))
    return [Token(*pair, start, end) for pair, start, end in found if pair[1]]


def read(text: str, language: str = "") -> list[tuple[str, str]]:
    """Give key and folded spelling of a text's words, in order; the quick way for whole stories."""
    known = _KNOWN[variety_of(language)]
    if not text.isascii():
        for sign, plain in _TYPOGRAPHY:
            text = text.replace(sign, plain)
    if text.isascii():
        return [*map(known.__getitem__, _ASCII_WORD.findall(text))]
    return [pair for word, _, _ in _words(text) if (pair := known[word])[1]]


def keys(text: str, language: str = "") -> list[str]:
    """Give the keys of a text's words, in order."""
    return [key for key, _ in read(text, language)]


def variants(text: str) -> tuple[tuple[str, ...], ...]:
    """Give the keys of a text in every way in which a story may have been read, without doubles."""
    found = (tuple(keys(text, variety)) for variety in _VARIETIES)
    return tuple(dict.fromkeys(variant for variant in found if variant))


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Spell a text by its words: lower case, no accents, one space between; for names and codes."""
    return " ".join(token.surface for token in tokens(text))


def is_unspaced(text: str) -> bool:
    """Whether a text is in scripts without spaces, so that each of its signs is a word."""
    found = tokens(text)
    return bool(found) and all(_UNSPACED.match(text, token.start) for token in found)


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    is_spaced = not _UNSPACED.search(text)
    for match in _WORD.finditer(text):
        word, at = match[0], match.start()
        if is_spaced or word.isascii() or not _UNSPACED.search(word):
            yield word, at, match.end()
            continue
        for piece in _PIECES.finditer(word):
            yield piece[0], at + piece.start(), at + piece.end()


class _Known(dict[str, tuple[str, str]]):
    """Key and folded spelling of the words that were read in one way so far."""

    def __init__(self, variety: str) -> None:
        super().__init__()
        self._variety = variety

    def __missing__(self, word: str) -> tuple[str, str]:
        if len(word) > _LONGEST_WORD:
            return _read(word[:_LONGEST_WORD], self._variety)
        if len(self) >= _MOST_KNOWN:
            self.clear()
        found = self[word] = _read(word, self._variety)
        return found


def _read(word: str, variety: str) -> tuple[str, str]:
    """Give key and folded spelling of one word; both empty when there is no letter in it."""
    lower = "".join(unicodedata.normalize("NFKC", word).casefold().split()).replace("\u2019", "'")
    surface = _without_marks(lower)
    if _CYRILLIC.search(lower):
        return _RUSSIAN.stemWord(lower.replace("\u0451", "\u0435")), surface
    if _LATIN.search(surface):
        if variety == GERMAN:
            return _without_marks(_GERMAN.stemWord(lower)), surface
        return _ENGLISH.stemWord(surface), surface
    return surface, surface


def _without_marks(word: str) -> str:
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _DROPPED.sub("", unicodedata.normalize("NFKD", word)))


_KNOWN = {variety: _Known(variety) for variety in _VARIETIES}
