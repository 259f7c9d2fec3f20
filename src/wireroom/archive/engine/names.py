"""The names on an item that people pick from lists: as facets, and when a query completes them.

A name is what stands for it in a query (`value`) and what people read (`label`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from wireroom.kernel.mediatopics import LABELS
from wireroom.kernel.newsitem import Company, Entity, NewsItem
from wireroom.query.analysis import fold

SEPARATOR = "\x1f"
"""Between the parts of a term; no text of a story reaches the index with it."""

_LONGEST = 200
"""Characters of a value or label that the index takes: names, not texts."""


class Name(NamedTuple):
    """What a query is given, and what a person reads."""

    value: str
    label: str

    def term(self) -> str:
        """Give both as one term of the index."""
        return f"{self.value}{SEPARATOR}{self.label}"

    @classmethod
    def of(cls, term: str) -> Name:
        """Read back what `term` gave."""
        value, _, label = term.partition(SEPARATOR)
        return cls(value, label)


FIELDS = ("topic", "genre", "language", "company", "place", "person", "org", "desk")


def names(item: NewsItem, field: str) -> list[Name]:
    """Give the names of a field, each value once."""
    found: dict[str, Name] = {}
    for value, label in _NAMES[field](item):
        clean = Name(_clean(value), _clean(label or value))
        if clean.value:
            found.setdefault(clean.value, clean)
    return list(found.values())


@lru_cache(maxsize=50_000)
def spellings(field: str, name: Name) -> tuple[str, ...]:
    """Give what somebody may begin to type for a name, folded: any of its words, or its code."""
    words = fold(name.label).split(" ")
    code = fold(name.value.rpartition(":")[2])
    found = {code, *(" ".join(words[at:]) for at in range(len(words)))} - {""}
    return tuple(SEPARATOR.join((field, spelling, *name)) for spelling in sorted(found))


@lru_cache(maxsize=50_000)
def _clean(text: str) -> str:
    return " ".join(text.replace(SEPARATOR, " ").split())[:_LONGEST]


def _topics(item: NewsItem) -> Iterator[tuple[str, str]]:
    for topic in item.topics:
        yield topic.code, LABELS.get(topic.code) or topic.label
        yield from ((code, LABELS.get(code, "")) for code in topic.broader)


def _entities(entities: Iterable[Entity]) -> Iterator[tuple[str, str]]:
    for entity in entities:
        yield entity.code or entity.name, entity.name


def _companies(companies: Iterable[Company]) -> Iterator[tuple[str, str]]:
    for company in companies:
        papers = (code for paper in company.instruments for code in (paper.isin, paper.ticker))
        yield company.code or next(filter(None, papers), "") or company.name, company.name


_NAMES: dict[str, Callable[[NewsItem], Iterable[tuple[str, str]]]] = {
    "topic": _topics,
    "genre": lambda item: [(item.genre, item.genre.rpartition(":")[2])],
    "language": lambda item: [(item.language, item.language)],
    "company": lambda item: _companies(item.companies),
    "place": lambda item: _entities(item.places),
    "person": lambda item: _entities(item.people),
    "org": lambda item: _entities(item.organisations),
    "desk": lambda item: [(item.desk, item.desk)],
}
