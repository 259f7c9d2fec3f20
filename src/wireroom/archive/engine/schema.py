"""The fields of the index, and how a released version becomes a document of it.

Everything a query may ask stands in it twice: as a reader of the whole story sees it (`full_…`) and
as a reader of headlines does (`head_…`). Each side is made from what `project` lets out for that
level, and from nothing else. No text is stored: what stands here finds stories, and shows none.

    …_text      keys of the scope `text` at their places
    …_joined    the same, with common words joined to their neighbours (`grams`)
    …_scoped    keys of the other scopes, at their places, as `scope:key`
    …_surfaces  folded spellings, as `scope:word`
    …_codes     the document's codes
    …_names     companies, topics and so on as people type them: `field␟spelling␟value␟label`

Each of them is handed over as one text, which the engine cuts: much quicker than word by word.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import tantivy
from tantivy import Filter, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from wireroom.archive.engine import grams
from wireroom.archive.engine.names import FIELDS, names, spellings
from wireroom.formats.projection import FULL, HEADLINE, project
from wireroom.query.document import BREAK, SCOPES, TEXT, Document
from wireroom.query.plan import Node
from wireroom.query.predicate import matches
from wireroom.wire.entries import Entry

FORMAT = 2
"""Counts up when what an index holds changes: older ones are then built anew."""

SIDES = {"full": FULL, "head": HEADLINE}
FACETS = {"topic": "head", "genre": "head", "language": "head", "company": "full", "place": "full"}
"""What is counted, and on which side it is seen."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FRESH_SINCE_YEAR = 2010
_MICROSECOND = timedelta(microseconds=1)
_BETWEEN = "\x1e"
"""Between codes, and between names."""
_NO_WORD = "\x01"
"""Takes a place and is not indexed."""
_GAP = f" {' '.join([_NO_WORD] * BREAK)} "


@cache
def schema() -> tantivy.Schema:
    """Give the fields of the index."""
    builder = SchemaBuilder()
    for side in SIDES:
        for name in ("text", "joined", "scoped"):
            builder.add_text_field(f"{side}_{name}", tokenizer_name="row", index_option="position")
        for name in ("surfaces", "codes", "names"):
            cut = "whitespace" if name == "surfaces" else "list"
            builder.add_text_field(f"{side}_{name}", tokenizer_name=cut, index_option="basic")
    for name in (*FACETS, "day"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("guid", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("seq", "released"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("superseded", indexed=True)
    builder.add_float_field("freshness", fast=True)
    return builder.build()


def writable(folder: Path | None = None) -> tantivy.Index:
    """Open the index in a folder for writing, or make it there; None: in memory.

    Raises:
        ValueError: the folder holds something else, or is damaged.
    """
    index = tantivy.Index(schema(), str(folder) if folder else None)
    for name, analyzer in _analyzers().items():
        index.register_tokenizer(name, analyzer)
    return index


@cache
def _analyzers() -> dict[str, tantivy.TextAnalyzer]:
    """Give the ways in which texts are cut; what readers ask is in pieces already."""
    words = TextAnalyzerBuilder(Tokenizer.whitespace())
    return {
        "row": words.filter(Filter.custom_stopword([_NO_WORD])).build(),
        "list": TextAnalyzerBuilder(Tokenizer.regex(f"[^{_BETWEEN}]+")).build(),
    }


def index_document(
    entry: Entry, *, is_latest: bool, products: Sequence[Node] = ()
) -> tantivy.Document:
    """Make the document of one released version.

    Args:
        entry: the version.
        is_latest: no newer one is known.
        products: plans for which the index knows beforehand whether the whole story meets them.
    """
    made = tantivy.Document()
    for side, level in SIDES.items():
        document = Document(project(entry.item, level), entry.released_at)
        _add_words(made, side, document)
        codes = [*document.codes]
        if side == "full":
            codes += (product_code(at) for at, p in enumerate(products) if matches(p, document))
        made.add_text(f"{side}_codes", _BETWEEN.join(map(code_term, codes)))
        _add_names(made, side, document)
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


def code_term(code: str) -> str:
    """Give what stands in the index for a code; other ones for other codes."""
    if code.isprintable():
        return code
    return code.replace("\x1f", "\x1f0").replace(_BETWEEN, "\x1f1")


def product_code(number: int) -> str:
    """Give the code of whole stories that a product covers; no query can ask for it."""
    return f"\x1fproduct={number}"


def _add_words(made: tantivy.Document, side: str, document: Document) -> None:
    streams = {scope: document.stream(scope) for scope in SCOPES}
    streams = {scope: stream for scope, stream in streams.items() if stream.keys}
    scoped, surfaces = [], []
    for scope, stream in streams.items():
        before = f" {scope}:"
        surfaces.append(before + before.join(set(stream.surfaces)))
        texts = [stream.keys[start:end] for start, end in pairwise([0, *stream.ends])]
        if scope == TEXT:
            made.add_text(f"{side}_text", _GAP.join(map(" ".join, texts)))
            joined = (" ".join(grams.joined(text)) for text in texts)
            made.add_text(f"{side}_joined", _GAP.join(joined))
        else:
            scoped.append(_GAP.join(before + before.join(text) for text in texts))
    made.add_text(f"{side}_scoped", _GAP.join(scoped))
    made.add_text(f"{side}_surfaces", "".join(surfaces))


def _add_names(made: tantivy.Document, side: str, document: Document) -> None:
    terms: set[str] = set()
    for field in FIELDS:
        for name in names(document.item, field):
            terms.update(spellings(field, name))
            if FACETS.get(field) == side:
                made.add_text(field, name.term())
    made.add_text(f"{side}_names", _BETWEEN.join(terms))
