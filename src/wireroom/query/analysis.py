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
_LETTERS = rf"[^\W_](?:[^\W_]|[{_MARKS}])*"
_WORD = re.compile(rf"{_LETTERS}(?:['\u2019]{_LETTERS})*")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_PIECES = re.compile(f"{_UNSPACED.pattern}|(?:(?!{_UNSPACED.pattern}).)+")
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
    variety = variety_of(language)
    return [Token(*_read(word, variety), start, end) for word, start, end in _words(text)]


def read(text: str, language: str = "") -> list[tuple[str, str]]:
    """Give key and folded spelling of a text's words, in order; the quick way for whole stories."""
    variety = variety_of(language)
    if text.isascii():
        return [_read(word[:_LONGEST_WORD], variety) for word in _ASCII_WORD.findall(text)]
    return [_read(word, variety) for word, _, _ in _words(text)]


def keys(text: str, language: str = "") -> list[str]:
    """Give the keys of a text's words, in order."""
    return [key for key, _ in read(text, language)]


def variants(text: str) -> tuple[tuple[str, ...], ...]:
    """Give the keys of a text in every way in which a story may have been read, without doubles."""
    found = (tuple(keys(text, variety)) for variety in _VARIETIES)
    return tuple(dict.fromkeys(variant for variant in found if variant))


def fold(text: str) -> str:
    """Spell a text by its words: lower case, no accents, one space between; for names and codes."""
    return " ".join(token.surface for token in tokens(text))


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii() or not _UNSPACED.search(word):
            yield word[:_LONGEST_WORD], match.start(), match.end()
            continue
        for piece in _PIECES.finditer(word):
            start = match.start() + piece.start()
            yield piece[0][:_LONGEST_WORD], start, start + len(piece[0])


@lru_cache(maxsize=200_000)
def _read(word: str, variety: str) -> tuple[str, str]:
    """Give key and folded spelling of one word."""
    lower = unicodedata.normalize("NFKC", word).casefold().replace("\u2019", "'")
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
