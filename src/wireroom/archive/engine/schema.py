"""The fields of the index, and how a released version becomes a document of it.

Everything a query may ask stands in it twice: as a reader of the whole story sees it (`full_…`) and
as a reader of headlines does (`head_…`). Each side is made from what `project` lets out for that
level, and from nothing else. No text is stored: what stands here finds stories, and shows none.

    …_text      keys of the scope `text` at their places, and pairs of common ones (`grams`)
    …_scoped    keys of the other scopes, at their places, as `scope:key`
    …_surfaces  folded spellings, as `scope:word`
    …_codes     the document's codes
    …_names     companies, topics and so on as people type them: `field␟spelling␟value␟label`
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

import tantivy
from tantivy import PreTokenizedString, SchemaBuilder, Token

from wireroom.archive.engine.grams import pairs
from wireroom.archive.engine.names import FIELDS, names, spellings
from wireroom.formats.projection import FULL, HEADLINE, project
from wireroom.query.document import SCOPES, TEXT, Document
from wireroom.wire.entries import Entry

FORMAT = 1
"""Counts up when what an index holds changes: older ones are then built anew."""

SIDES = {"full": FULL, "head": HEADLINE}
FACETS = {"topic": "head", "genre": "head", "language": "head", "company": "full", "place": "full"}
"""What is counted, and on which side it is seen."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FRESH_SINCE_YEAR = 2010
_MICROSECOND = timedelta(microseconds=1)


@cache
def schema() -> tantivy.Schema:
    """Give the fields of the index."""
    builder = SchemaBuilder()
    for side in SIDES:
        for name in ("text", "scoped"):
            builder.add_text_field(f"{side}_{name}", tokenizer_name="raw", index_option="position")
        for name in ("surfaces", "codes", "names"):
            builder.add_text_field(f"{side}_{name}", tokenizer_name="raw", index_option="basic")
    for name in (*FACETS, "day"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("guid", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("seq", "released"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("superseded", indexed=True)
    builder.add_float_field("freshness", fast=True)
    return builder.build()


def index_document(entry: Entry, *, is_latest: bool) -> tantivy.Document:
    """Make the document of one released version."""
    made = tantivy.Document()
    for side, level in SIDES.items():
        _add_side(made, side, Document(project(entry.item, level), entry.released_at))
    made.add_text("day", entry.released_at.date().isoformat())
    made.add_text("guid", entry.guid)
    made.add_unsigned("seq", entry.seq)
    made.add_unsigned("released", micros(entry.released_at))
    if not is_latest:
        made.add_unsigned("superseded", 1)
    made.add_float("freshness", _freshness(entry.released_at))
    return made


def micros(moment: datetime) -> int:
    """Count microseconds since 1970; moments before count as 0."""
    return max((moment - _EPOCH) // _MICROSECOND, 0)


def _freshness(moment: datetime) -> float:
    """Make a score grow in a straight line with time: eight years ago weighs half, today.

    The engine multiplies a score by the binary logarithm of this, plus two.
    """
    return float(2.0 ** max(moment.year + moment.month / 12 - _FRESH_SINCE_YEAR, 0.0))


def _add_side(made: tantivy.Document, side: str, document: Document) -> None:
    streams = {scope: document.stream(scope) for scope in SCOPES}
    scoped = (
        (f"{scope}:{key}", place)
        for scope, stream in streams.items()
        if scope != TEXT
        for key, place in zip(stream.keys, stream.places, strict=True)
    )
    surfaces = (f"{scope}:{word}" for scope in SCOPES for word in set(streams[scope].surfaces))
    text = zip(streams[TEXT].keys, streams[TEXT].places, strict=True)
    _add(made, f"{side}_text", [Token(word, place, 0, 0) for word, place in pairs(text)])
    _add(made, f"{side}_scoped", [Token(word, place, 0, 0) for word, place in scoped])
    _add(made, f"{side}_surfaces", map(_token, surfaces))
    _add(made, f"{side}_codes", map(_token, document.codes))
    _add_names(made, side, document)


def _add_names(made: tantivy.Document, side: str, document: Document) -> None:
    named = {field: names(document.item, field) for field in FIELDS}
    terms = {term for field in FIELDS for name in named[field] for term in spellings(field, name)}
    _add(made, f"{side}_names", map(_token, terms))
    for field in FIELDS:
        if FACETS.get(field) == side:
            for name in named[field]:
                made.add_text(field, name.term())


def _add(made: tantivy.Document, field: str, tokens: Iterable[Token]) -> None:
    if words := [*tokens]:
        made.add_pre_tokenized_text(field, PreTokenizedString("", words))


@lru_cache(maxsize=100_000)
def _token(word: str) -> Token:
    return Token(word, 0, 0, 0)
