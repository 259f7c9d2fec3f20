"""A query with a reader's rights as one formula over two levels, for engines that know neither.

It says what our own index says: the query over the whole story where that is covered, else over
what belongs to the headline. Constants are folded, so that it holds no more than it must.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from bench.search.stories import BEGIN
from wireroom.customers.policy import Level, Reader
from wireroom.customers.rights.coverage import covered
from wireroom.formats.projection import FULL, HEADLINE
from wireroom.query.plan import All, Any, Node, Not


class Leaf(NamedTuple):
    """One test of a plan, asked of one level of the story."""

    level: int
    node: Node


class And(NamedTuple):
    """All of them."""

    parts: tuple[Formula, ...]


class Or(NamedTuple):
    """Any of them."""

    parts: tuple[Formula, ...]


class No(NamedTuple):
    """Not this one."""

    part: Formula


Formula = bool | Leaf | And | Or | No


LATER = BEGIN + timedelta(days=365 * 100)
"""When everything is asked: after all stories, while all grants are in force."""


def of_reader(plan: Node, reader: Reader) -> Formula:
    """Join a query with what a reader's grants cover."""
    return with_rights(
        plan, covered(reader, LATER, Level.FULL), covered(reader, LATER, Level.HEADLINE)
    )


def with_rights(plan: Node, full: Node, headline: Node) -> Formula:
    """Join a query with what is covered in full, and at least with headlines."""
    whole, above = of(full, FULL), of(headline, FULL)  # rights are of the whole story
    return either([
        both([whole, of(plan, FULL)]),
        both([above, no(whole), of(plan, HEADLINE)]) if full != headline else False,
    ])  # fmt: skip


def of(node: Node, level: int) -> Formula:
    """Ask all of a plan of one level."""
    match node:
        case All(parts=parts):
            return both(of(part, level) for part in parts)
        case Any(parts=parts):
            return either(of(part, level) for part in parts)
        case Not(part=part):
            return no(of(part, level))
        case _:
            return Leaf(level, node)


def both(parts: Iterable[Formula]) -> Formula:
    """Join by AND."""
    found = tuple(_flat(parts, And))
    if False in found:
        return False
    return _joined(And, tuple(part for part in found if part is not True), default=True)


def either(parts: Iterable[Formula]) -> Formula:
    """Join by OR."""
    found = tuple(_flat(parts, Or))
    if True in found:
        return True
    return _joined(Or, tuple(part for part in found if part is not False), default=False)


def no(part: Formula) -> Formula:
    """Turn round."""
    if isinstance(part, bool):
        return not part
    return part.part if isinstance(part, No) else No(part)


def levels(formula: Formula) -> set[int]:
    """Name the levels that a formula asks."""
    match formula:
        case Leaf(level=level):
            return {level}
        case And(parts=parts) | Or(parts=parts):
            return {level for part in parts for level in levels(part)}
        case No(part=part):
            return levels(part)
        case _:
            return set()


def _flat(parts: Iterable[Formula], kind: type[And | Or]) -> Iterator[Formula]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def _joined(kind: type[And | Or], parts: tuple[Formula, ...], *, default: bool) -> Formula:
    if not parts:
        return default
    return parts[0] if len(parts) == 1 else kind(parts)
