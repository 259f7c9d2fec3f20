"""Plans as queries of the index: the same answers as `wireroom.query.predicate`, for one side.

A side is what the full level or the headline level sees of a story; see `schema`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import combinations

from tantivy import FieldType, Occur, Query

from wireroom.archive.engine import grams
from wireroom.archive.engine.schema import code_term, micros, schema
from wireroom.query.document import TEXT
from wireroom.query.plan import All, Any, Has, Near, Node, Not, Released, Says, Starts

Clause = tuple[Occur, Query]

_FEW = 16
"""Up to here codes are asked one by one; more of them go through the dictionary together."""
_LONG = 200
"""Characters of a prefix that still go into a pattern."""
_HEADLINE_WEIGHT = 2.0
"""How much more a word counts that stands in the headline or slugline."""
_SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$#&\-~]")


class Translator:
    """Makes queries for one side, `full` or `head`; scored or not: only words give a score."""

    def __init__(self, side: str, *, scored: bool = False) -> None:
        self._side = side
        self._scored = scored

    def query(self, node: Node) -> Query:  # noqa: PLR0911 - one return a kind of node
        """Give the query of a node."""
        match node:
            case Has(codes=codes):
                return self._silent(terms(f"{self._side}_codes", map(code_term, codes)))
            case Says(scope=scope, variants=variants):
                return self._says(scope, variants)
            case Starts(scope=scope, prefix=prefix):
                return starts(f"{self._side}_surfaces", f"{scope}:{prefix}")
            case Near(scope=scope, variants=variants, gap=gap):
                return any_of([self._near(scope, variant, gap) for variant in variants])
            case Released(since=since, until=until):
                return self._silent(released(since, until))
            case Any(parts=parts):
                return any_of([self.query(part) for part in parts])
            case All() | Not():
                return all_of(self.clauses(node))

    def clauses(self, node: Node) -> list[Clause]:
        """Give the query of a node as parts that must, or must not, hold."""
        match node:
            case All(parts=parts):
                return [clause for part in parts for clause in self.clauses(part)]
            case Not(part=Not(part=part)):
                return self.clauses(part)
            case Not(part=part):
                return [(Occur.MustNot, Translator(self._side).query(part))]
            case _:
                return [(Occur.Must, self.query(node))]

    def _says(self, scope: str, variants: Sequence[Sequence[str]]) -> Query:
        found = any_of([self._phrase(scope, variant) for variant in variants])
        if not self._scored or scope != TEXT or self._side != "full":
            return found
        head = Translator("head")
        heads = any_of([head._phrase(TEXT, variant) for variant in variants])
        return Query.boolean_query(
            [(Occur.Must, found), (Occur.Should, Query.boost_query(heads, _HEADLINE_WEIGHT))]
        )

    def _phrase(self, scope: str, keys: Sequence[str]) -> Query:
        field, prefix = self._field(scope)
        words = None if prefix else grams.phrase(keys)
        if words:
            field = f"{self._side}_joined"
        else:
            words = [prefix + key for key in keys]
        if len(words) > 1:
            return Query.phrase_query(schema(), field, [*words])
        return Query.term_query(schema(), field, words[0], "freq")

    def _near(self, scope: str, keys: Sequence[str], gap: int) -> Query:
        field, prefix = self._field(scope)
        pairs = combinations([prefix + key for key in keys], 2)
        return all_of([(Occur.Must, _close(field, one, other, gap)) for one, other in pairs])

    def _field(self, scope: str) -> tuple[str, str]:
        if scope == TEXT:
            return f"{self._side}_text", ""
        return f"{self._side}_scoped", f"{scope}:"

    def _silent(self, query: Query) -> Query:
        """Keep codes and dates from weighing in where words are ranked."""
        return Query.const_score_query(query, 0.0) if self._scored else query


def all_of(clauses: Sequence[Clause]) -> Query:
    """Join parts that must, or must not, hold; of no parts: everything."""
    if not any(occur == Occur.Must for occur, _ in clauses):
        clauses = [(Occur.Must, Query.const_score_query(Query.all_query(), 0.0)), *clauses]
    if len(clauses) == 1:
        return clauses[0][1]
    return Query.boolean_query(list(clauses))


def any_of(queries: Sequence[Query]) -> Query:
    """Join parts of which one must hold; of no parts: nothing."""
    if not queries:
        return Query.empty_query()
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def is_costly(node: Node) -> bool:
    """Whether each answer takes a look at where words stand in it."""
    match node:
        case Near():
            return True
        case Says(scope=scope, variants=variants):
            asked = ((scope == TEXT and grams.phrase(keys)) or keys for keys in variants)
            return any(len(words) > 1 for words in asked)
        case All(parts=parts) | Any(parts=parts):
            return any(map(is_costly, parts))
        case Not(part=part):
            return is_costly(part)
        case _:
            return False


def term(field: str, value: str | int) -> Query:
    """Ask for one term, without a score."""
    return Query.term_query(schema(), field, value, "basic")


def terms(field: str, values: Iterable[str]) -> Query:
    """Ask for any of several terms, without a score."""
    wanted = list(values)
    if len(wanted) > _FEW:
        return Query.term_set_query(schema(), field, wanted)
    return any_of([term(field, value) for value in wanted])


def starts(field: str, prefix: str) -> Query:
    """Ask for any term that begins with `prefix`."""
    if len(prefix) > _LONG:  # more states than the engine has for a pattern, and one word or two
        return Query.phrase_prefix_query(schema(), field, [prefix])
    pattern = _SPECIAL.sub(lambda sign: f"\\{sign[0]}", prefix)
    return Query.regex_query(schema(), field, f"{pattern}.*")


def released(since: datetime | None, until: datetime | None) -> Query:
    """Ask for a period of release, half-open."""
    low = None if since is None else micros(since)
    return between("released", low, None if until is None else micros(until))


def between(field: str, low: int | None, end: int | None) -> Query:
    """Ask for numbers from `low` up to, not including, `end`; None: no bound."""
    if low is None and end is None:
        return Query.all_query()
    if end is not None and end <= (low or 0):
        return Query.empty_query()
    last = None if end is None else end - 1
    return Query.range_query(schema(), field, FieldType.Unsigned, low, last)


def _close(field: str, one: str, other: str, gap: int) -> Query:
    """Ask for two words in either order. Exact for two; one phrase of three would not be."""
    if one == other:
        return term(field, one)
    pairs: list[list[str | tuple[int, str]]] = [[one, other], [other, one]]
    return any_of([Query.phrase_query(schema(), field, pair, gap) for pair in pairs])
