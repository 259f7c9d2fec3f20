"""Does a document meet a plan? The plain answer, by which the faster engines are judged."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from wireroom.query.document import Document, Stream
from wireroom.query.plan import All, Any, Has, Near, Node, Not, Released, Says, Starts


def matches(plan: Node, document: Document) -> bool:  # noqa: C901, PLR0911 - kinds of node
    """Say whether the document meets the plan."""
    match plan:
        case Has(codes=codes):
            return not document.codes.isdisjoint(codes)
        case Says(scope=scope, variants=variants):
            stream = document.stream(scope)
            return any(_says(stream, variant) for variant in variants)
        case Starts(scope=scope, prefix=prefix):
            return document.stream(scope).begins(prefix)
        case Near(scope=scope, variants=variants, gap=gap):
            stream = document.stream(scope)
            return any(
                all(stream.distance(*pair) <= gap + 1 for pair in combinations(keys, 2))
                for keys in variants
            )
        case Released(since=since, until=until):
            at = document.released_at
            return (since is None or since <= at) and (until is None or at < until)
        case All(parts=parts):
            return all(matches(part, document) for part in parts)
        case Any(parts=parts):
            return any(matches(part, document) for part in parts)
        case Not(part=part):
            return not matches(part, document)


def _says(stream: Stream, phrase: Sequence[str]) -> bool:
    """Look for keys one after the other, without a break between them."""
    length = len(phrase)
    keys, places, wanted = stream.keys, stream.places, list(phrase)
    for at in stream.standing(phrase[0]):
        end = at + length
        if keys[at:end] == wanted and places[end - 1] - places[at] == length - 1:
            return True
    return False
