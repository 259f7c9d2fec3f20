"""The same stories in PostgreSQL: two columns of keys with their places, each under a GIN index.

The keys come from our own analysis as finished `tsvector` values, codes among them as keys without
a place. One connection, no parallel workers: processor time is that of its one server process.
"""

# ruff: noqa: S608 - statements are made of our own words, for a database of our own
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import psycopg

from bench.common import process
from bench.search.boolean import LATER, And, Formula, Leaf, No, Or, levels, of, of_reader
from bench.search.prepared import NAMES, Prepared, Side, prepare
from bench.search.stories import Released
from wireroom.customers.policy import Reader
from wireroom.formats.projection import FULL, HEADLINE
from wireroom.query.plan import Has, Node, Says
from wireroom.query.planning import compile_text

_TABLE = """
CREATE TABLE story (
    seq bigint PRIMARY KEY, topic text, country text, language text, "full" tsvector, head tsvector
)"""
_INDEXES = 'CREATE INDEX ON story USING gin ("full"); CREATE INDEX ON story USING gin (head)'
_SETTINGS = (
    "SET max_parallel_workers_per_gather = 0; SET maintenance_work_mem = '512MB';"
    "SET work_mem = '64MB'; SET max_parallel_maintenance_workers = 0"
)
_PAGE = 20
_LAST_PLACE = 16_383  # of a tsvector: PostgreSQL 15, §12.11


class PostgreSQL:
    """A table in a server."""

    name = "PostgreSQL"
    cannot = frozenset({"prefix", "near"})
    """Its rows hold keys, not spellings, and its distances are exact, in one order."""

    def __init__(self, url: str) -> None:
        """Make an empty one."""
        self._db = psycopg.connect(url, autocommit=True)
        self._do(_SETTINGS)
        self._do(_TABLE)
        self.pid = self._db.info.backend_pid

    def add(self, stories: Sequence[Prepared]) -> None:
        """Add stories and commit."""
        into = 'COPY story (seq, topic, country, language, "full", head) FROM STDIN'
        with self._db.cursor() as cursor, cursor.copy(into) as copy:
            for s in stories:
                vectors = (_vector(s.sides[FULL]), _vector(s.sides[HEADLINE]))
                copy.write_row((s.seq, s.topic, s.country, s.language, *vectors))

    def finish(self) -> None:
        """Index, and look at the values, as one does after loading."""
        self._do(_INDEXES)
        self._do("VACUUM ANALYZE story")

    def append(self, story: Released) -> None:
        """Add one story, analysis included."""
        self.add([prepare(story)])

    def found(self, seq: int, word: str) -> bool:
        """Whether a word finds a story."""
        rows = self._rows(
            f'SELECT seq FROM story WHERE "full" @@ {_quoted(_quoted(word))}::tsquery'
        )
        return (seq,) in rows

    def ask(self, kind: str, text: str, reader: Reader) -> Callable[[], object]:
        """Prepare a query; calling it runs it."""
        plan = compile_text(text, LATER)
        formula = of_reader(plan, reader)
        if formula is False:
            return list
        where = _where(formula)
        sql = {
            "relevance": f"{_ranked(plan)} WHERE {where} ORDER BY 2 DESC LIMIT {_PAGE}",
            "facets": _facets(where),
            "count": f"SELECT count(*) FROM story WHERE {where}",
        }.get(kind, f"SELECT seq FROM story WHERE {where} ORDER BY seq DESC LIMIT {_PAGE}")
        return lambda: self._rows(sql)

    def count(self, text: str, reader: Reader, size: int) -> int:
        """Count what a question finds among the first `size` stories."""
        formula = of_reader(compile_text(text, LATER), reader)
        if formula is False:
            return 0
        sql = f"SELECT count(*) FROM story WHERE seq <= {size} AND ({_where(formula)})"
        return self._number(sql)

    def cpu_s(self) -> float:
        """Tell how long the server process of this connection has run."""
        return process.usage([self.pid]).ran_s

    def size_bytes(self) -> int:
        """Tell how large table and indexes are."""
        return self._number("SELECT pg_total_relation_size('story')")

    def _do(self, sql: str) -> None:
        for statement in sql.split(";"):
            self._db.execute(statement.encode())

    def _number(self, sql: str) -> int:
        rows: list[Any] = list(self._rows(sql))
        return int(rows[0][0])

    def _rows(self, sql: str) -> list[tuple[object, ...]]:
        return self._db.execute(sql.encode()).fetchall()


def _vector(side: Side) -> str:
    places: dict[str, list[int]] = {}
    for key, place in zip(side.keys, side.places, strict=True):
        places.setdefault(key, []).append(min(place + 1, _LAST_PLACE))
    words = (f"{_quoted(key)}:{','.join(map(str, at[:255]))}" for key, at in places.items())
    return " ".join((*words, *map(_quoted, side.codes)))


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _where(formula: Formula) -> str:
    """Write a formula: what asks one column as one `tsquery`, the rest in SQL."""
    asked = levels(formula)
    if len(asked) == 1:
        return f'"{NAMES[asked.pop()]}" @@ {_quoted(_query(formula))}::tsquery'
    match formula:
        case And(parts=parts):
            return f"({' AND '.join(map(_where, _grouped(And, parts)))})"
        case Or(parts=parts):
            return f"({' OR '.join(map(_where, _grouped(Or, parts)))})"
        case No(part=part):
            return f"NOT {_where(part)}"
        case _:
            return "true"


def _grouped(kind: type[And | Or], parts: Iterable[Formula]) -> list[Formula]:
    """Put together the parts that ask one and the same column."""
    groups: dict[frozenset[int], list[Formula]] = {}
    for part in parts:
        groups.setdefault(frozenset(levels(part)), []).append(part)
    joined = [
        kind(tuple(group)) if len(asked) == 1 and len(group) > 1 else None
        for asked, group in groups.items()
    ]
    alone = [
        part
        for group, whole in zip(groups.values(), joined, strict=True)
        if not whole
        for part in group
    ]
    return [*(whole for whole in joined if whole), *alone]


def _query(formula: Formula) -> str:
    match formula:
        case And(parts=parts):
            return f"({' & '.join(map(_query, parts))})"
        case Or(parts=parts):
            return f"({' | '.join(map(_query, parts))})"
        case No(part=part):
            return f"!{_query(part)}"
        case Leaf(node=Has(codes=codes)):
            return f"({' | '.join(map(_quoted, codes))})"
        case Leaf(node=Says(variants=variants)):
            return f"({' | '.join(' <-> '.join(map(_quoted, v)) for v in variants)})"
        case _:
            raise TypeError(f"PostgreSQL has nothing for {formula}")


def _ranked(plan: Node) -> str:
    words = _query(_words(plan))
    return f'SELECT seq, ts_rank("full", {_quoted(words)}::tsquery) FROM story'


def _words(plan: Node) -> Formula:
    """Keep what a query says, which is what ranks; codes do not."""
    formula = of(plan, FULL)
    parts = formula.parts if isinstance(formula, And) else (formula,)
    return And(tuple(p for p in parts if isinstance(p, Leaf) and isinstance(p.node, Says)))


def _facets(where: str) -> str:
    counts = " UNION ALL ".join(
        f"(SELECT '{name}', {name}, count(*) FROM found GROUP BY 2 ORDER BY 3 DESC LIMIT 10)"
        for name in ("topic", "country", "language")
    )
    return (
        "WITH found AS MATERIALIZED"
        f" (SELECT topic, country, language FROM story WHERE {where}) {counts}"
    )
