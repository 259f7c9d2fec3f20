"""What may stand where somebody is typing in a query: fields, their values, and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from msgspec import Struct

from wireroom.archive import search as archive
from wireroom.customers.policy import Reader
from wireroom.customers.queries import products_of
from wireroom.query.analysis import fold
from wireroom.query.fields import FIELDS, field_of
from wireroom.query.languages import name_of
from wireroom.terminal.clauses import clause, quoted, spoken

MOST = 8
_NAMED = ("topic", "company", "place", "person", "org", "desk", "genre", "language")
_OFFERED = ("company", "topic", "place", "person", "org")
"""Kinds of names that are offered for a bare word, the likeliest first; two of each at most."""
_LAST = re.compile(
    r'(?P<sign>-?)(?:(?P<field>[A-Za-z]+):)?(?P<quote>"?)(?P<prefix>[^\s():"]*(?<!-))$'
)
_LAST_QUOTED = re.compile(r'(?P<sign>-?)(?P<field>[A-Za-z]+):"(?P<prefix>[^"]*)$')
_GROUP = re.compile(r"(?P<field>[A-Za-z]+):\([^():]*$")
_SHORTEST = 2


class Typed(NamedTuple):
    """The piece of a query before the caret: what stands before it, its field, its beginning."""

    keep: str
    field: str
    prefix: str
    is_quoted: bool = False
    in_group: bool = False
    """Whether the field is written before the bracket: `topic:(economy OR …`."""

    def value(self, text: str) -> str:
        """Write a value of the field, with the field where it has to be."""
        return text if self.in_group else f"{self.field}:{text}"


class Option(Struct, frozen=True, kw_only=True):
    """One row of the list: what is put into the query, and what is said about it."""

    insert: str
    label: str = ""
    help: str = ""
    kind: str = ""


class Completion(Struct, frozen=True, kw_only=True):
    """What to put where: the new text is `keep`, an option's `insert`, and `rest`."""

    keep: str
    rest: str
    options: tuple[Option, ...]


def typed(before: str) -> Typed:
    """Find the piece that is being typed at the end of `before`."""
    found = _LAST_QUOTED.search(before) or _LAST.search(before)
    if found is None:
        return Typed(before, "", "")
    keep = before[: found.end("sign")]
    is_quoted = found.re is _LAST_QUOTED or bool(found["quote"])
    if not found["field"] and (group := _GROUP.search(keep)):
        return Typed(keep, group["field"].lower(), found["prefix"], is_quoted, in_group=True)
    return Typed(keep, (found["field"] or "").lower(), found["prefix"], is_quoted)


def complete(reader: Reader, before: str, after: str, now: datetime) -> Completion:
    """Give what may follow `before`; names and words only from what the reader may read."""
    piece = typed(before)
    options = tuple(islice(_once(_options(reader, piece, now)), MOST))
    rest = after[1:] if piece.is_quoted and after.startswith('"') else after
    if rest.startswith(" ") and all(option.insert.endswith(" ") for option in options):
        rest = rest[1:]
    return Completion(keep=piece.keep, rest=rest, options=options)


def _options(reader: Reader, piece: Typed, now: datetime) -> Iterator[Option]:
    if piece.field:
        yield from _values(reader, piece, now)
    elif len(piece.prefix) >= _SHORTEST and not piece.is_quoted:
        yield from _fields(piece.prefix)
        yield from _names(reader, piece.prefix, now)
        for word in archive.complete_words(reader, piece.prefix, now, 5):
            yield Option(insert=f"{word} ", kind="word")
    elif piece.prefix:
        yield from _fields(piece.prefix)


def _once(options: Iterable[Option]) -> Iterator[Option]:
    seen: set[str] = set()
    for option in options:
        if option.insert not in seen:
            seen.add(option.insert)
            yield option


def _fields(prefix: str) -> Iterator[Option]:
    wanted = prefix.lower()
    for field in FIELDS:
        if any(name.startswith(wanted) for name in (field.name, *field.aliases)):
            yield Option(insert=f"{field.name}:", help=field.help, kind="field")


def _names(reader: Reader, prefix: str, now: datetime) -> Iterator[Option]:
    for name in _OFFERED:
        for value, label in archive.complete_names(reader, name, prefix, now, 2):
            yield _named(name, value, label, written=clause(name, spoken(name, value, label)))


def _values(reader: Reader, piece: Typed, now: datetime) -> Iterator[Option]:
    field = field_of(piece.field)
    if field is None:
        return
    products = tuple(products_of(reader, now)) if field.kind == "product" else ()
    for value in (*field.values, *products):
        if value.lower().startswith(piece.prefix.lower()):
            yield Option(insert=f"{piece.value(quoted(value))} ", kind=field.name)
    if field.name in _NAMED:
        for value, label in archive.complete_names(reader, field.name, piece.prefix, now, MOST):
            written = piece.value(quoted(spoken(field.name, value, label)))
            yield _named(field.name, value, label, written)


def _named(kind: str, value: str, label: str, written: str) -> Option:
    """Offer a name, and beside it what is not written: the name itself or a short code."""
    if kind == "language":
        beside = name_of(value)
    elif fold(label) not in fold(written):
        beside = label
    else:
        beside = "" if ":" in value or value == label else value
    return Option(insert=f"{written} ", label=beside, kind=kind)
