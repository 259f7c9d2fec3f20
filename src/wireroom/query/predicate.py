"""Does a document meet a plan? The plain answer, by which the faster engines are judged."""

from __future__ import annotations

from bisect import bisect_left
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
            return any(word.startswith(prefix) for word in document.stream(scope).surfaces)
        case Near(scope=scope, variants=variants, gap=gap):
            stream = document.stream(scope)
            return any(_near(stream, variant, gap) for variant in variants)
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
    first, keys, places = phrase[0], stream.keys, stream.places
    wanted, at = list(phrase), -1
    try:
        while True:
            at = keys.index(first, at + 1)
            end = at + length
            if keys[at:end] == wanted and places[end - 1] - places[at] == length - 1:
                return True
    except ValueError:
        return False


def _near(stream: Stream, keys: Sequence[str], gap: int) -> bool:
    return all(
        _close(_places(stream, one), _places(stream, other), gap + 1)
        for one, other in combinations(keys, 2)
    )


def _places(stream: Stream, key: str) -> list[int]:
    pairs = zip(stream.keys, stream.places, strict=True)
    return [place for found, place in pairs if found == key]


def _close(one: Sequence[int], other: Sequence[int], distance: int) -> bool:
    """Whether a place of each, both ascending, are at most `distance` apart."""
    for place in one:
        at = bisect_left(other, place - distance)
        if at < len(other) and other[at] <= place + distance:
            return True
    return False
