"""From a plan to clauses: one of the clauses holds, of that one every group, of each one literal.

A clause is a list of groups, a group a list of literals, a literal an atom shifted by one with the
lowest bit set when the atom has to be absent. What cannot be said so, or not in few clauses, is
left out or widened: the clauses are then a necessary condition, and the plan is asked afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable

from wireroom.matching.index.catalog import SHORTEST_PREFIX, Catalog
from wireroom.query.plan import All, Any, Has, Near, Node, Not, Released, Says, Starts

_MOST_CLAUSES = 32
_MOST_LITERALS = 2048
_MOST_VARIANTS = 16

Group = tuple[int, ...]
Clause = tuple[Group, ...]
Clauses = list[Clause]

_YES: Clauses = [()]
_NO: Clauses = []


class Compiler:
    """Compiles one plan; `exact` tells whether its clauses are all of it."""

    def __init__(self, catalog: Catalog) -> None:
        """Take where atoms have their numbers from."""
        self._catalog = catalog
        self.exact = True

    def clauses(self, plan: Node, *, absent: bool = False) -> Clauses:  # noqa: C901, PLR0911 - one return a kind of node
        """Give the clauses of a plan, or of its contrary."""
        match plan:
            case Not(part=part):
                return self.clauses(part, absent=not absent)
            case All(parts=parts):
                met = [self.clauses(part, absent=absent) for part in parts]
                return self._either(met) if absent else self._both(met)
            case Any(parts=parts):
                met = [self.clauses(part, absent=absent) for part in parts]
                return self._both(met) if absent else self._either(met)
            case Has(codes=codes):
                return _group([self._catalog.of_code(code) for code in codes], absent=absent)
            case Says(scope=scope, variants=variants):
                return _group(self._said(scope, variants), absent=absent)
            case Starts(scope=scope, prefix=prefix) if len(prefix) >= SHORTEST_PREFIX:
                return _group([self._catalog.of_prefix(scope, prefix)], absent=absent)
            case Near(scope=scope, variants=variants) if not absent:
                return self._widen(self._either([self._together(scope, v) for v in variants]))
            case Near() | Released() | Starts():
                return self._widen(_YES)

    def _said(self, scope: str, variants: tuple[tuple[str, ...], ...]) -> list[int]:
        distinct = tuple(dict.fromkeys(variants))
        if not distinct:
            return []
        if len(distinct) > _MOST_VARIANTS:
            return [self._catalog.of_words(scope, (variant,)) for variant in distinct]
        return [self._catalog.of_words(scope, distinct)]

    def _together(self, scope: str, keys: tuple[str, ...]) -> Clauses:
        if len(keys) == 1:
            return _YES
        return self._both([_group(self._said(scope, ((key,),)), absent=False) for key in keys])

    def _widen(self, clauses: Clauses) -> Clauses:
        self.exact = False
        return clauses

    def _both(self, parts: list[Clauses]) -> Clauses:
        """Multiply out; a part that would make too many clauses is replaced by a group it needs."""
        single = (group for clauses in parts if len(clauses) == 1 for group in clauses[0])
        product: Clauses = [tuple(dict.fromkeys(single))]
        for clauses in sorted((c for c in parts if len(c) != 1), key=len):
            whole = [_join(one, other) for one in product for other in clauses]
            if _fits(whole):
                product = whole
                continue
            group = self._widen(self._needed(clauses))
            product = [_join(one, other) for one in product for other in group]
        return product

    def _either(self, parts: list[Clauses]) -> Clauses:
        """Put single literals into one group, the rest side by side."""
        flat: list[int] = []
        rest: Clauses = []
        for clause in (clause for part in parts for clause in part):
            if not clause:
                return _YES
            if len(clause) == 1:
                flat += clause[0]
            else:
                rest.append(clause)
        clauses = _any_of(flat) + rest if flat else rest
        if _YES[0] in clauses:
            return _YES
        return clauses if _fits(clauses) else self._widen(self._needed(clauses))

    def _needed(self, clauses: Clauses) -> Clauses:
        """Give one group of which something holds when one of the clauses does."""
        literals: list[int] = []
        for clause in clauses:
            if not clause:
                return _YES
            literals += min(clause, key=self.cost)
        return _any_of(literals)

    def cost(self, group: Iterable[int]) -> float:
        """Estimate how many documents come by a group; a literal of absence makes it useless."""
        total = 0.0
        for literal in group:
            if literal & 1:
                return float("inf")
            total += self._catalog.share(literal >> 1)
        return total


def _group(atoms: list[int], *, absent: bool) -> Clauses:
    """Say that one of the atoms is present, or that all are absent."""
    if absent:
        return [tuple((atom << 1 | 1,) for atom in dict.fromkeys(atoms))]
    return _any_of([atom << 1 for atom in atoms]) if atoms else _NO


def _any_of(literals: list[int]) -> Clauses:
    distinct = set(literals)
    if any(literal ^ 1 in distinct for literal in distinct if literal & 1):
        return _YES
    return [(tuple(sorted(distinct)),)]


def _join(one: Clause, other: Clause) -> Clause:
    return tuple(dict.fromkeys(one + other))


def _fits(clauses: Clauses) -> bool:
    if len(clauses) <= 1:
        return True
    if len(clauses) > _MOST_CLAUSES:
        return False
    return sum(len(group) for clause in clauses for group in clause) <= _MOST_LITERALS
