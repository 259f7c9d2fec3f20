"""The leaves of a query: words, phrases, beginnings and close words, checked one by one."""

from __future__ import annotations

import re

from wireroom.query import values
from wireroom.query.analysis import fold, is_unspaced, tokens
from wireroom.query.ast import Close, Expr, Phrase, Prefix, Word
from wireroom.query.errors import QueryError, shown
from wireroom.query.fields import Field
from wireroom.query.lexer import Token

SHORTEST_BEGINNING = 2
MOST_CLOSE_WORDS = 5
WIDEST_GAP = 50
_GAP = re.compile(r"~([0-9]{1,4})")


def word(token: Token, field: Field | None) -> Expr:
    """Read a bare word, or the bare value of a field."""
    if field and not field.has_words:
        return values.value(token, field)
    if field:
        values.refuse_range(token, field)
    star = token.text.find("*")
    if star < 0:
        _check_letters(token)
        return Word(token.text, start=token.start, end=token.end)
    if star < len(token.text) - 1:
        raise QueryError(
            "The * stands inside a word.",
            at=token.start + star,
            length=1,
            hint="Write * only at the end, after the beginning of a word: gas*",
        )
    return _beginning(token)


def phrase(token: Token, field: Field | None) -> Expr:
    """Read words in quotes."""
    if field and not field.has_words:
        return values.value(token, field)
    _check_stars(token)
    _check_letters(token)
    return Phrase(token.text, start=token.start, end=token.end)


def close(token: Token, gap: Token, field: Field | None) -> Expr:
    """Read words in quotes that a `~` with a number follows."""
    if field and not field.has_words:
        raise QueryError(
            f"{field.name} holds no text in which words could be close together.",
            at=gap.start,
            length=gap.end - gap.start,
            hint=f"Leave out {shown(gap.text)}.",
        )
    _check_stars(token)
    _check_letters(token)
    number = _gap(gap)
    _check_close(token, gap)
    return Close(token.text, number, start=token.start, end=gap.end)


def _gap(gap: Token) -> int:
    found = _GAP.fullmatch(gap.text)
    if found is None or int(found[1]) > WIDEST_GAP:
        raise QueryError(
            f"After ~ comes the number of words that may lie between, from 0 to {WIDEST_GAP}.",
            at=gap.start,
            length=gap.end - gap.start,
            hint='Write "gas price"~5, for example.',
        )
    return int(found[1])


def _check_close(token: Token, gap: Token) -> None:
    count = len({found.surface for found in tokens(token.text)})
    if count == 1:
        raise QueryError(
            "Only one word is in quotes, and ~ asks for words that are close together.",
            at=token.start,
            length=gap.end - token.start,
            hint=f'Write two different words, such as "gas price"~5, or leave out {gap.text}.',
        )
    if count > MOST_CLOSE_WORDS:
        raise QueryError(
            f"At most {MOST_CLOSE_WORDS} different words can be close together; these are {count}.",
            at=token.start,
            length=gap.end - token.start,
            hint="Leave some out.",
        )


def _check_letters(token: Token) -> None:
    if fold(token.text):
        return
    if not token.text.strip():
        problem, hint = "There is nothing between the quotes.", "Write words, or leave them out."
    else:
        problem = f"{shown(token.text)} has no letter and no digit in it, so no story can have it."
        hint = "Leave it out, or write a word."
    raise QueryError(problem, at=token.start, length=token.end - token.start, hint=hint)


def _check_stars(token: Token) -> None:
    star = token.raw.find("*")
    if star >= 0:
        raise QueryError(
            "There is no * in quotes: a phrase is made of whole words.",
            at=token.start + 1 + star,
            length=1,
            hint="Leave it out, or take the beginning out of the quotes: natural gas*",
        )


def _beginning(token: Token) -> Expr:
    text = token.text[:-1]
    found = tokens(text)
    if len(found) > 1 and not is_unspaced(text):
        last = text[found[-1].start :]
        raise QueryError(
            f"{shown(text)} is read as {len(found)} words, and * goes with one.",
            at=token.start,
            length=token.end - token.start,
            hint=f"Put a space before the last one: {text[: found[-1].start].rstrip('-')} {last}*",
        )
    if not found or (len(found) == 1 and len(found[0].surface) < SHORTEST_BEGINNING):
        raise QueryError(
            f"At least {SHORTEST_BEGINNING} letters or digits stand before *.",
            at=token.start,
            length=token.end - token.start,
            hint="Write more of the word: gas*",
        )
    return Prefix(text, start=token.start, end=token.end)
