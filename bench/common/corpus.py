"""Sentences of real stories, the raw material of the made-up ones."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_CODE = re.compile(
    r"\{\{.*?\}\}|<[^>]*>|!\[[^\]]*\]\([^)]*\)|^\s*(?:\||#|>).*$", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`~\\&<>{}\[\]|]+")
_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_FEWEST_WORDS, _MOST_WORDS = 5, 45
_FEWEST_SENTENCES = 8


class Material(NamedTuple):
    """What one real story gives: its headline and its sentences."""

    headline: str
    sentences: tuple[str, ...]


class NoCorpora(SystemExit):
    """There is no corpus: set WIREROOM_SHARED_DATA to the directory that holds `corpora`."""


def directory() -> Path | None:
    """Give the directory of the corpora; None: there is none."""
    named = os.environ.get("WIREROOM_SHARED_DATA")
    corpora = Path(named, "corpora") if named else None
    return corpora if corpora and corpora.is_dir() else None


def load() -> list[Material]:
    """Read the corpora, stories with few whole sentences left out.

    Raises:
        NoCorpora: they are not where WIREROOM_SHARED_DATA says.
    """
    corpora = directory()
    if corpora is None:
        raise NoCorpora(NoCorpora.__doc__)
    found = [*_news(corpora), *_minutes(corpora)]
    return [material for material in found if len(material.sentences) >= _FEWEST_SENTENCES]


def _news(corpora: Path) -> Iterator[Material]:
    with gzip.open(corpora / "digitalgov-news" / "news.jsonl.gz", "rt") as lines:
        for line in lines:
            story = json.loads(line)
            yield Material(_clean(story["title"] or ""), _sentences(story["body_md"] or ""))


def _minutes(corpora: Path) -> Iterator[Material]:
    """Cut the minutes of the central bank into pieces as long as a story."""
    with gzip.open(corpora / "fomc-minutes" / "fomc_minutes.jsonl.gz", "rt") as lines:
        for line in lines:
            minutes = json.loads(line)
            sentences = _sentences(minutes["text"])
            for start in range(0, len(sentences), 40):
                piece = sentences[start : start + 40]
                yield Material(piece[0], piece)


def _sentences(text: str) -> tuple[str, ...]:
    pieces = _ENDS.split(_clean(text))
    return tuple(piece for piece in pieces if _FEWEST_WORDS <= piece.count(" ") + 1 <= _MOST_WORDS)


def _clean(text: str) -> str:
    """Take mark-up away, so that what is left is words."""
    return " ".join(_MARKS.sub(" ", _LINK.sub(r"\1", _CODE.sub(" ", text))).split())
