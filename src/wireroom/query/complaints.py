"""What the parser says when the pieces of a query do not fit together."""

from __future__ import annotations

from wireroom.query.errors import QueryError
from wireroom.query.fields import Field
from wireroom.query.lexer import Kind, Token

_JOINING = frozenset({Kind.AND, Kind.OR})
_WAITING = _JOINING | {Kind.NOT, Kind.MINUS}


def nothing_there(before: Token | None, found: Token) -> QueryError:
    """Complain that something was to be asked between two tokens, and nothing is."""
    if before and before.kind is Kind.OPEN and found.kind is Kind.CLOSE:
        return _at(
            before,
            "There is nothing between the parentheses.",
            "Write words between them, or leave them out.",
            end=found.end,
        )
    if found.kind in _JOINING:
        word = found.text
        return _at(
            found,
            f"{word} stands between two things, and nothing stands before it.",
            f"Write something before {word}, or leave it out; as a word, write {word.lower()}.",
        )
    if before is None or (found.kind is Kind.CLOSE and before.kind not in _WAITING):
        return unopened(found)
    word = before.text
    return _at(
        before,
        f"Nothing follows {word}.",
        f"Write something after {word}, or leave it out"
        + ("." if before.kind is Kind.MINUS else f"; as a word, write {word.lower()}."),
    )


def unopened(found: Token) -> QueryError:
    """Complain of a closing parenthesis without its opening one."""
    return _at(found, "There is no ( for this ).", "Leave it out, or write ( where it begins.")


def unclosed(opened: Token) -> QueryError:
    """Complain of an opening parenthesis without its closing one."""
    return _at(opened, "The ( here is not closed.", "Write ) where it ends.")


def too_deep(opened: Token, deepest: int) -> QueryError:
    """Complain of parentheses in parentheses in parentheses."""
    return _at(
        opened,
        f"Parentheses may stand in each other {deepest} deep, and this is deeper.",
        "Leave out parentheses that are not needed.",
    )


def lonely_minus(sign: Token) -> QueryError:
    """Complain of a minus that is not directly before something."""
    return _at(
        sign,
        "The - stands alone.",
        "Write it directly before what is not wanted: -sport; or leave it out.",
    )


def no_value(name: Token, field: Field, found: Token) -> QueryError:
    """Complain of `field:` with nothing behind it."""
    is_apart = found.kind in {Kind.WORD, Kind.QUOTED, Kind.OPEN}
    start = "Write the value directly after the colon" if is_apart else "Write a value"
    return _at(name, f"Nothing follows {name.text}", f"{start}: {field.examples[0]}")


def _at(token: Token, problem: str, hint: str, *, end: int | None = None) -> QueryError:
    length = (token.end if end is None else end) - token.start
    return QueryError(problem, at=token.start, length=length, hint=hint)
