"""The same stories in SQLite FTS5: the number of the story is the row's, codes are tokens.

That is how it is fastest: newest first is a walk over the rows from the end, and no filter stands
outside the MATCH. Facets need a table beside it.
"""

# ruff: noqa: S608 - statements are made of our own words, for a database of our own
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from bench.search.boolean import LATER, And, Formula, Leaf, No, Or, of_reader
from bench.search.prepared import NAMES, Prepared, Side, prepare
from bench.search.stories import Released
from wireroom.customers.policy import Reader
from wireroom.formats.projection import FULL, HEADLINE
from wireroom.query.plan import Has, Node, Says
from wireroom.query.planning import compile_text

_TABLES = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-262144;
CREATE VIRTUAL TABLE story USING fts5(
    full, full_codes, head, head_codes, content='', detail=full,
    tokenize="unicode61 remove_diacritics 0 tokenchars '_'''"
);
CREATE TABLE fact (seq INTEGER PRIMARY KEY, topic TEXT, country TEXT, language TEXT);
"""
_ODD = re.compile(r"[^a-z0-9]")
_EVERY = "full_codes : _status_usable"
_BREAK = "_"
"""Stands between paragraphs, so that no phrase goes across."""
_PAGE = 20


class FTS5:
    """An index in a file."""

    name = "SQLite FTS5"
    cannot = frozenset({"prefix", "near"})
    """Its rows hold keys, not spellings, and one token for a break: other answers, not slower."""

    def __init__(self, directory: Path) -> None:
        """Make an empty one."""
        self._path = directory / "stories.sqlite3"
        self._db = sqlite.connect(str(self._path), isolation_level=None)
        self._db.executescript(_TABLES)
        self._reader = sqlite.connect(str(self._path), isolation_level=None)
        self._reader.execute("PRAGMA cache_size=-524288")

    def add(self, stories: Sequence[Prepared]) -> None:
        """Add stories and commit."""
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT INTO story (rowid, full, full_codes, head, head_codes) VALUES (?,?,?,?,?)",
            [(s.seq, *_columns(s.sides[FULL]), *_columns(s.sides[HEADLINE])) for s in stories],
        )
        self._db.executemany(
            "INSERT INTO fact VALUES (?,?,?,?)",
            [(s.seq, s.topic, s.country, s.language) for s in stories],
        )
        self._db.execute("COMMIT")

    def finish(self) -> None:
        """Merge into one segment, as one does after loading."""
        self._db.execute("INSERT INTO story (story) VALUES ('optimize')")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def append(self, story: Released) -> None:
        """Add one story, analysis included."""
        self.add([prepare(story)])

    def found(self, seq: int, word: str) -> bool:
        """Whether a word finds a story, on the connection of readers."""
        rows = self._reader.execute(
            "SELECT rowid FROM story WHERE story MATCH ?", (f"full : {word}",)
        )
        return (seq,) in rows.fetchall()

    def ask(self, kind: str, text: str, reader: Reader) -> Callable[[], object]:
        """Prepare a query; calling it runs it."""
        plan = compile_text(text, LATER)
        formula = of_reader(plan, reader)
        if formula is False:
            return list
        match = _match(formula)
        sql = {
            "relevance": f"SELECT rowid FROM story WHERE story MATCH ? ORDER BY rank LIMIT {_PAGE}",
            "facets": "",
            "count": "SELECT count(*) FROM story WHERE story MATCH ?",
        }.get(
            kind, f"SELECT rowid FROM story WHERE story MATCH ? ORDER BY rowid DESC LIMIT {_PAGE}"
        )
        if kind == "facets":
            return lambda: self._facets(match)
        return lambda: self._reader.execute(sql, (match,)).fetchall()

    def count(self, text: str, reader: Reader, size: int) -> int:
        """Count what a question finds among the first `size` stories."""
        formula = of_reader(compile_text(text, LATER), reader)
        if formula is False:
            return 0
        sql = "SELECT count(*) FROM story WHERE story MATCH ? AND rowid <= ?"
        return int(self._reader.execute(sql, (_match(formula), size)).fetchone()[0])

    def _facets(self, match: str) -> list[object]:
        select = (
            "WITH found AS MATERIALIZED (SELECT topic, country, language FROM story"
            " JOIN fact ON fact.seq = story.rowid WHERE story MATCH ?) "
        )
        counts = " UNION ALL ".join(
            f"SELECT * FROM (SELECT '{name}', {name}, count(*) FROM found"
            f" GROUP BY 2 ORDER BY 3 DESC LIMIT 10)"
            for name in ("topic", "country", "language")
        )
        return list(self._reader.execute(select + counts, (match,)))


def _columns(side: Side) -> tuple[str, str]:
    words, after = [], None
    for key, place in zip(side.keys, side.places, strict=True):
        if after is not None and place != after:
            words.append(_BREAK)
        words.append(key)
        after = place + 1
    return " ".join(words), " ".join(map(_token, side.codes))


def _token(code: str) -> str:
    return "_" + _ODD.sub("_", code.lower())


def _match(formula: Formula) -> str:
    """Write a formula as MATCH, which has NOT between two only; every story is usable."""
    match formula:
        case True:
            return _EVERY
        case Leaf(level=level, node=node):
            return _leaf(NAMES[level], node)
        case Or(parts=parts):
            return _any(map(_match, parts))
        case And(parts=parts):
            positive = [_match(part) for part in parts if not isinstance(part, No)]
            text = " AND ".join(positive) or _EVERY
            denied = [f" NOT {_match(part.part)}" for part in parts if isinstance(part, No)]
            return f"(({text}){''.join(denied)})" if denied else f"({text})"
        case No(part=part):
            return f"({_EVERY} NOT {_match(part)})"
        case _:
            raise AssertionError(formula)


def _leaf(column: str, node: Node) -> str:
    match node:
        case Has(codes=codes):
            return _any(f"{column}_codes : {_token(code)}" for code in codes)
        case Says(variants=variants):
            return _any(f'{column} : "{" ".join(variant)}"' for variant in variants)
        case _:
            raise TypeError(f"FTS5 has nothing for a {type(node).__name__}")


def _any(alternatives: Iterable[str]) -> str:
    found = list(alternatives)
    return found[0] if len(found) == 1 else f"({' OR '.join(found)})"
