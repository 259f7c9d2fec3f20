"""From text to tree, by recursive descent: one look at each token, errors that point at it.

    either = both { "OR" both }
    both   = signed { [ "AND" ] signed }
    signed = { "NOT" | "-" } term
    term   = "(" either ")" | field ":" value | words

docs/reference/query-language.md has the whole grammar, ADR 0009 why this is written by hand.
"""

from __future__ import annotations

from wireroom.query import complaints, leaves, naming
from wireroom.query.ast import And, Empty, Expr, InField, Not, Or, Range
from wireroom.query.errors import QueryError
from wireroom.query.fields import Field
from wireroom.query.lexer import Kind, Token, lex

MOST_LEAVES = 1_024
DEEPEST = 32
"""How deep parentheses may be nested: what is deeper is a mistake, and would use up the stack."""

_NEGATIONS = frozenset({Kind.NOT, Kind.MINUS})
_BEGIN_A_TERM = frozenset({Kind.WORD, Kind.QUOTED, Kind.OPEN}) | _NEGATIONS


def parse(text: str) -> Expr:
    """Read a query; an empty one asks for everything.

    Raises:
        QueryError: the text is no query; the error says where, why, and what to write.
    """
    return _Parser(lex(text)).whole()


class _Parser:
    """Goes through the tokens once, from the first to the last."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._leaves = 0
        self._field: Field | None = None

    def whole(self) -> Expr:
        if self._next().kind is Kind.END:
            return Empty(end=self._next().end)
        expr = self._either()
        if self._next().kind is not Kind.END:
            raise complaints.unopened(self._next())
        return expr

    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _either(self) -> Expr:
        parts = [self._both()]
        while self._next().kind is Kind.OR:
            self._take()
            parts.append(self._both())
        return _joined(Or, parts)

    def _both(self) -> Expr:
        parts = [self._signed()]
        while True:
            if self._next().kind is Kind.AND:
                self._take()
            elif self._next().kind not in _BEGIN_A_TERM:
                return _joined(And, parts)
            parts.append(self._signed())

    def _signed(self) -> Expr:
        start, is_negated = self._next().start, False
        while self._next().kind in _NEGATIONS:
            sign = self._take()
            if sign.kind is Kind.MINUS and self._next().start > sign.end:
                raise complaints.lonely_minus(sign)
            is_negated = not is_negated
        expr = self._term()
        return _negated(expr, start) if is_negated else expr

    def _term(self) -> Expr:
        match self._next().kind:
            case Kind.OPEN:
                return self._group()
            case Kind.QUOTED:
                return self._quoted(self._field)
            case Kind.WORD:
                return self._bare()
            case _:
                before = self._tokens[self._at - 1] if self._at else None
                raise complaints.nothing_there(before, self._next())

    def _group(self) -> Expr:
        opened = self._take()
        self._depth += 1
        if self._depth > DEEPEST:
            raise complaints.too_deep(opened, DEEPEST)
        if self._next().kind is Kind.END:
            raise complaints.unclosed(opened)
        expr = self._either()
        if self._next().kind is not Kind.CLOSE:
            raise complaints.unclosed(opened)
        self._take()
        self._depth -= 1
        return expr

    def _quoted(self, field: Field | None) -> Expr:
        token = self._take()
        gap = self._next()
        if gap.kind is Kind.WORD and gap.start == token.end and gap.text.startswith("~"):
            self._take()
            return self._leaf(leaves.close(token, gap, field))
        return self._leaf(leaves.phrase(token, field))

    def _bare(self) -> Expr:
        token = self._take()
        if self._field:
            naming.refuse_inner(token, self._field)
            return self._leaf(leaves.word(token, self._field))
        field, value = naming.split(token)
        if field is None:
            return self._leaf(leaves.word(token, None))
        return self._value(token, field, value)

    def _value(self, name: Token, field: Field, value: Token) -> Expr:
        """Read what follows `field:`, in the same token or directly behind it."""
        is_negated = value.text.startswith("-")
        if is_negated:
            value = naming.cut(value, 1)
        if value.text:
            if field.kind == "words":
                naming.refuse_inner(value, field)
            expr = self._leaf(leaves.word(value, field))
        elif self._next().start == name.end and self._next().kind is Kind.QUOTED:
            expr = self._quoted(field)
        elif self._next().start == name.end and self._next().kind is Kind.OPEN:
            expr = self._inside(field)
        else:
            raise complaints.no_value(name, field, self._next())
        asked = _in_field(field, expr, name.start)
        return _negated(asked, name.start) if is_negated else asked

    def _inside(self, field: Field) -> Expr:
        self._field = field
        try:
            return self._group()
        finally:
            self._field = None

    def _leaf(self, leaf: Expr) -> Expr:
        self._leaves += 1
        if self._leaves > MOST_LEAVES:
            raise QueryError(
                f"A query has at most {MOST_LEAVES:,} words, phrases and values.",
                at=leaf.start,
                length=leaf.end - leaf.start,
                hint="Make two queries of it.",
            )
        return leaf


def _joined(make: type[And | Or], parts: list[Expr]) -> Expr:
    """Join parts, and take apart those that are joined in the same way."""
    if len(parts) == 1:
        return parts[0]
    flat: list[Expr] = []
    for part in parts:
        flat += part.parts if isinstance(part, make) else (part,)
    return make(tuple(flat), start=parts[0].start, end=parts[-1].end)


def _negated(expr: Expr, start: int) -> Expr:
    return expr.part if isinstance(expr, Not) else Not(expr, start=start, end=expr.end)


def _in_field(field: Field, expr: Expr, start: int) -> Expr:
    if isinstance(expr, Not):
        return Not(_in_field(field, expr.part, start), start=start, end=expr.end)
    if isinstance(expr, Range):
        return Range(
            expr.field,
            expr.low,
            expr.high,
            expr.low_included,
            expr.high_included,
            start=start,
            end=expr.end,
        )
    return InField(field.name, expr, start=start, end=expr.end)
