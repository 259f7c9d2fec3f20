"""Why a story meets a query: the words of it, and the codes on it, that did it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from wireroom.query.analysis import tokens
from wireroom.query.document import Document, texts_of
from wireroom.query.marks import Reading
from wireroom.query.plan import All, Any, Has, Near, Node, Not, Released, Says, Starts
from wireroom.query.predicate import matches

Kind = Literal["words", "prefix", "near", "code", "date"]


class Because(Struct, frozen=True):
    """One thing that a query asked for and a story has.

    `text` is how it stands in the story; of a code its value; of a date the moment of release, in
    ISO 8601. `scope` is where: a scope of words, or the field of the code.
    """

    what: Kind
    text: str
    scope: str


def because(plan: Node, document: Document) -> tuple[Because, ...]:
    """Give what made a document meet a plan, in the order of the plan and without doubles.

    Empty when it does not meet it, or only by what it lacks.
    """
    if not matches(plan, document):
        return ()
    return tuple(dict.fromkeys(_reasons(plan, document)))


def _reasons(plan: Node, document: Document) -> Iterator[Because]:  # noqa: C901 - kinds of node
    match plan:
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                if matches(part, document):
                    yield from _reasons(part, document)
        case Has(codes=codes):
            yield from (_of_code(code) for code in codes if code in document.codes)
        case Says(scope=scope):
            yield Because("words", _standing(plan, document), scope)
        case Starts(scope=scope):
            yield Because("prefix", _standing(plan, document), scope)
        case Near(scope=scope, variants=variants):
            yield Because("near", _apart(variants, scope, document), scope)
        case Released():
            yield Because("date", document.released_at.isoformat(), "date")
        case Not():
            return


def _of_code(code: str) -> Because:
    at = min(at for at in (code.find("="), code.find("~")) if at >= 0)
    return Because("code", code[at + 1 :], code[:at])


def _standing(leaf: Says | Starts, document: Document) -> str:
    """Give how the first of what is asked stands in the story."""
    for text in texts_of(document.item, leaf.scope):
        for start, end in Reading(text, document.item.language).spans(leaf):
            return text[start:end]
    return ""


def _apart(variants: tuple[tuple[str, ...], ...], scope: str, document: Document) -> str:
    """Give the words of the first variant that is all there, each as it first stands."""
    found: dict[str, str] = {}
    for text in texts_of(document.item, scope):
        for token in tokens(text, document.item.language):
            found.setdefault(token.key, text[token.start : token.end])
    whole = (variant for variant in variants if all(key in found for key in variant))
    return " … ".join(found[key] for key in next(whole, ()))
