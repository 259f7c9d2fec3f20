"""Text for receivers that know few characters: spelled with those they have, never with `?`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from anyascii import anyascii

CHARSETS: Mapping[str, str] = {
    "utf-8": "utf-8",
    "ascii": "us-ascii",
    "latin-1": "iso-8859-1",
    "latin-2": "iso-8859-2",
    "latin-9": "iso-8859-15",
    "iso8859-5": "iso-8859-5",
    "iso8859-7": "iso-8859-7",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1252": "windows-1252",
    "cp1253": "windows-1253",
    "cp1256": "windows-1256",
    "koi8-r": "koi8-r",
    "cp866": "ibm866",
}
"""As a feed's option names it → as IANA and Python do."""

_TYPOGRAPHY = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2022\u00b7", "-"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u02bc", "'"),
    "\u2116": "No.",
    "\u2192": "->",
    "\u20ac": "EUR",
    "\u20bd": "RUB",
    "\u20b4": "UAH",
    "\u00a3": "GBP",
    "\u00a5": "JPY",
    "\u20b9": "INR",
}
"""Where the newsroom has a better way than the general transliteration."""

_NEVER = frozenset("\u00ad\ufeff\ufffc\ufffd")
"""Marks of layout and of damage: they are no part of the words."""

_ASKS = re.compile("QUESTION|INTERROBANG")
_WORD = re.compile(r"\w+|\W")


def fit(text: str, charset: str) -> str:
    """Spell `text` with the characters of `charset`, without any control character.

    `charset` is a name of Python's. What it lacks is spelled by typography, by compatibility,
    without accents, and at last in Latin letters; what has no spelling at all disappears. A word
    in capitals stays in capitals.
    """
    composed = unicodedata.normalize("NFC", text)
    return "".join(_word(word, charset) for word in _WORD.findall(composed))


def _word(word: str, charset: str) -> str:
    spelled = "".join(_spelled(character, charset) for character in word)
    return spelled.upper() if spelled != word and len(word) > 1 and word.isupper() else spelled


@lru_cache(maxsize=20_000)
def _spelled(character: str, charset: str) -> str:
    if unicodedata.category(character) in {"Cc", "Cs"} or character in _NEVER:
        return ""
    return next((each for each in _ways(character) if _has(charset, each)), "")


def _ways(character: str) -> Iterator[str]:
    yield character
    if character in _TYPOGRAPHY:
        yield _TYPOGRAPHY[character]
    yield unicodedata.normalize("NFKC", character)
    parts = unicodedata.normalize("NFKD", character)
    yield "".join(part for part in parts if not unicodedata.combining(part))
    latin = anyascii(character)
    yield latin if _asks(character) else latin.replace("?", "")


def _asks(character: str) -> bool:
    """Tell whether a character is a question mark, so that `?` is its spelling and no gap."""
    return bool(_ASKS.search(unicodedata.name(character, "")))


def _has(charset: str, text: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
