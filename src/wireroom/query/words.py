"""A query in plain English: "stories in English about economy that mention gas but not sport"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wireroom.query import saying
from wireroom.query.ast import And, Empty, Expr, InField, Not, Or, Range, pieces

_NO_LABELS: Mapping[str, str] = {}
_FIRST = ("language", "topic")
"""Fields that are said first, without a comma."""


def words(expr: Expr, labels: Mapping[str, str] = _NO_LABELS) -> str:
    """Say what a query asks for. `labels` gives names for codes, such as `medtop:04000000`.

    Brackets show what belongs together, wherever a sentence could be read in two ways.
    """
    return _Sentence(labels).whole(expr)


class _Sentence:
    """Makes the sentence, with one set of labels."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels

    def whole(self, expr: Expr) -> str:
        if isinstance(expr, Empty):
            return "all stories"
        parts = expr.parts if isinstance(expr, And) else (expr,)
        mentions = [part for part in parts if _is_text(part)]
        others = [part for part in parts if not _is_text(part)]
        firsts = [[part for part in others if _asks(part, field)] for field in _FIRST]
        rest = [self._part(part) for part in others if not any(_asks(part, f) for f in _FIRST)]
        heads = [self._part(_both(parts)) for parts in firsts if parts]
        tail = [self._mention(mentions)] if mentions else []
        if heads and not rest:
            return " ".join(("stories", *heads, *tail))
        return "stories " + ", ".join(filter(None, (" ".join(heads), *rest, *tail)))

    def _part(self, expr: Expr) -> str:  # noqa: PLR0911 - kinds of node
        """Say a piece so that it can follow "stories"."""
        if _is_text(expr):
            return self._mention([expr])
        match expr:
            case Not(part=part):
                return self._not(part)
            case Or(parts=parts):
                return "either " + " or ".join(self._nested(part) for part in parts)
            case And(parts=parts):
                return " and ".join(self._nested(part) for part in parts)
            case InField(field=field, value=value):
                return saying.TEMPLATES[field].format(self._value(value, field))
            case Range(field=field):
                return saying.TEMPLATES[field].format(saying.leaf(expr, field, self._labels))
            case _:
                return ""

    def _not(self, expr: Expr) -> str:
        said = self._part(expr)
        if isinstance(expr, And | Or):
            return f"not ({said})"
        if said.startswith("with ") and _is_single(expr):
            return f"without {said.removeprefix('with ')}"
        return f"not {said}"

    def _nested(self, expr: Expr) -> str:
        said = self._part(expr)
        return said if _is_single(expr) else f"({said})"

    def _mention(self, parts: Sequence[Expr]) -> str:
        if all(isinstance(part, Not) for part in parts):
            inner = [part.part for part in parts if isinstance(part, Not)]
            either = Or(tuple(inner)) if len(inner) > 1 else inner[0]
            said = self._inner(either, "") if isinstance(either, And) else self._value(either, "")
            return f"that do not mention {said}"
        return f"that mention {self._value(_both(parts), '')}"

    def _value(self, expr: Expr, field: str) -> str:
        """Say what stands in a field, or, without one, anywhere in the text."""
        match expr:
            case Or(parts=parts):
                return " or ".join(self._alone(part, field) for part in parts)
            case And(parts=parts):
                return self._all_of(parts, field)
            case Not(part=part):
                return f"not {self._inner(part, field)}"
            case _:
                return saying.leaf(expr, field, self._labels)

    def _all_of(self, parts: tuple[Expr, ...], field: str) -> str:
        wanted = [part for part in parts if not isinstance(part, Not)]
        unwanted = [self._value(part, field) for part in parts if isinstance(part, Not)]
        if len(wanted) == 1:
            said = self._value(wanted[0], field)
        else:
            said = " and ".join(self._inner(part, field) for part in wanted)
        return " but ".join(filter(None, (said, " and ".join(unwanted))))

    def _alone(self, expr: Expr, field: str) -> str:
        said = self._inner(expr, field)
        return f"({said})" if isinstance(expr, Not) else said

    def _inner(self, expr: Expr, field: str) -> str:
        said = self._value(expr, field)
        return f"({said})" if isinstance(expr, And | Or) else said


def _both(parts: Sequence[Expr]) -> Expr:
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _is_text(expr: Expr) -> bool:
    """Whether only words are asked for, in no field."""
    return not any(isinstance(piece, InField | Range) for piece in pieces(expr))


def _is_single(expr: Expr) -> bool:
    """Whether a piece asks for one thing, or for its absence, so that it needs no brackets."""
    match expr:
        case And() | Or():
            return False
        case Not(part=inner) | InField(value=inner):
            return _is_single(inner)
        case _:
            return True


def _asks(expr: Expr, field: str) -> bool:
    """Whether a piece asks for values of a field."""
    return isinstance(expr, InField) and expr.field == field
