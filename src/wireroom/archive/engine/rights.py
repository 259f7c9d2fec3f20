"""What a reader may find: rights and question in one query of the index."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from tantivy import Occur, Query

from wireroom.archive.engine.schema import product_code
from wireroom.archive.engine.standing import ON_TIME, Standing
from wireroom.archive.engine.translate import Clause, Translator, all_of, any_of, term, terms
from wireroom.customers.policy import Level, Reader
from wireroom.customers.rights.coverage import covered
from wireroom.query.document import Document
from wireroom.query.plan import NOTHING, All, Any, Has, Node
from wireroom.query.predicate import matches


class Rights(NamedTuple):
    """What a reader's grants give now: whole stories, and stories of which at least the headline.

    Both are asked of the whole story: what is covered does not depend on what is shown.
    """

    full: Node
    headline: Node

    @classmethod
    def of(cls, reader: Reader, now: datetime) -> Rights:
        """Take the rights of a reader."""
        return cls(covered(reader, now, Level.FULL), covered(reader, now, Level.HEADLINE))

    @property
    def differ(self) -> bool:
        """Whether there may be stories of which only the headline is seen."""
        return self.full != self.headline

    def level(self, whole: Document) -> Level:
        """Say how much of a story these rights give."""
        if matches(self.full, whole):
            return Level.FULL
        return Level.HEADLINE if matches(self.headline, whole) else Level.NONE


class Question(NamedTuple):
    """A query of the index, by what is seen of a story: all of it, or its headline only."""

    full: Query | None
    head: Query | None

    @property
    def either(self) -> Query:
        """Ask for both."""
        return any_of([query for query in self if query is not None])

    def narrowed(self, *clauses: Clause) -> Question:
        """Demand more of the answers; what is added does not count in their order."""
        silent = [(occur, Query.const_score_query(query, 0.0)) for occur, query in clauses]
        return Question(
            *(query and Query.boolean_query([(Occur.Must, query), *silent]) for query in self)
        )

    def sides(self) -> list[tuple[str, Query]]:
        """Give the sides of the index that are asked, each with its query."""
        return [(side, query) for side, query in zip(("full", "head"), self, strict=True) if query]


def question(
    rights: Rights,
    plan: Node,
    *,
    known: Mapping[Node, int] = MappingProxyType({}),
    superseded: Collection[str] = (),
    late: Standing = ON_TIME,
    scored: bool = False,
    all_versions: bool = False,
) -> Question:
    """Ask for what meets `plan`, as the holder of `rights` sees it.

    Args:
        rights: what may be found.
        plan: what is asked.
        known: products of which the index knows what they cover; others are asked for in full.
        superseded: guids of stories of which the index does not know the newest version.
        late: what stands for stories of which the newest version is not due; judged already.
        scored: whether words give a score.
        all_versions: earlier versions too.
    """
    common: list[Clause] = [] if all_versions else [(Occur.MustNot, term("superseded", 1))]
    if superseded:
        common.append((Occur.MustNot, terms("guid", superseded)))
    full: list[Query] = []
    head: list[Query] = []
    whole = Translator("full")
    known_full, known_headline = (_with_known(each, known) for each in rights)
    if rights.full != NOTHING:
        allowed = common + whole.clauses(known_full)
        full.append(_asked(allowed, Translator("full", scored=scored), plan))
    if rights.differ:
        allowed = [*common, *whole.clauses(known_headline)]
        if rights.full != NOTHING:
            allowed.append((Occur.MustNot, whole.query(known_full)))
        head.append(_asked(allowed, Translator("head", scored=scored), plan))
    full += _late(late, Level.FULL, Translator("full", scored=scored), plan)
    head += _late(late, Level.HEADLINE, Translator("head", scored=scored), plan)
    return Question(*(any_of(each) if each else None for each in (full, head)))


def _late(late: Standing, level: Level, translator: Translator, plan: Node) -> list[Query]:
    seqs = late.seqs(level)
    among = any_of([term("seq", seq) for seq in seqs])
    return [_asked([(Occur.Must, among)], translator, plan)] if seqs else []


def _with_known(rights: Node, known: Mapping[Node, int]) -> Node:
    """Ask for the codes of products where the index knows them: one term each, not many words."""
    if rights in known:
        return Has((product_code(known[rights]),))
    match rights:
        case All(parts=parts):
            return All(tuple(_with_known(part, known) for part in parts))
        case Any(parts=parts):
            codes = tuple(product_code(known[part]) for part in parts if part in known)
            others = tuple(_with_known(part, known) for part in parts if part not in known)
            return Any((Has(codes), *others) if codes else others)
        case _:
            return rights


def _asked(allowed: list[Clause], translator: Translator, plan: Node) -> Query:
    silent = [
        (occur, Query.const_score_query(query, 0.0) if occur == Occur.Must else query)
        for occur, query in allowed
    ]
    return all_of([*silent, *translator.clauses(plan)])
