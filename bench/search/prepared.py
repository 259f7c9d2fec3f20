"""Stories as the other engines are given them: analysed already, so that all index the same keys.

What a reader of the full text sees and what one of headlines sees are two sets of keys and codes,
as in our own index.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bench.search.stories import Released
from wireroom.formats.projection import FULL, HEADLINE, project
from wireroom.query.document import TEXT, Document

NAMES = {FULL: "full", HEADLINE: "head"}


class Side(NamedTuple):
    """One level of a story: keys of its words, where they stand, and codes."""

    keys: list[str]
    places: list[int]
    codes: frozenset[str]


class Prepared(NamedTuple):
    """A story for an engine of others, with the codes that it counts in facets."""

    seq: int
    sides: Mapping[int, Side]
    topic: str
    country: str
    language: str


def prepare(release: Released) -> Prepared:
    """Analyse a story at both levels."""
    item = release.item
    country = next((p.code[8:] for p in item.places if p.code.startswith("country:")), "")
    sides = {level: _side(release, level) for level in NAMES}
    return Prepared(release.seq, sides, item.topics[0].code, country, item.language)


def _side(release: Released, level: int) -> Side:
    document = Document(project(release.item, level), release.released_at)
    stream = document.stream(TEXT)
    return Side(stream.keys, stream.places, document.codes)
