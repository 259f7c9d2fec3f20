"""Where the words of a query stand in a text, to be marked there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from wireroom.query.analysis import tokens
from wireroom.query.plan import All, Any, Near, Node, Says, Starts

_MARKED = frozenset({"text", "headline"})

Span = tuple[int, int]


def marks(plan: Node, text: str, language: str) -> list[Span]:
    """Give where the words that a plan asks for stand in a text: characters, ascending, apart.

    Words that the plan does not want, or that it wants elsewhere than in text or headline, are
    not marked. A phrase is marked as a whole.
    """
    read = Reading(text, language)
    wanted = [leaf for leaf in wanted_leaves(plan) if leaf.scope in _MARKED]
    return _merged(span for leaf in wanted for span in read.spans(leaf))


def wanted_leaves(plan: Node) -> Iterator[Says | Starts | Near]:
    """Give the words that a plan asks for, without those that it excludes."""
    match plan:
        case Says() | Starts() | Near():
            yield plan
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from wanted_leaves(part)
        case _:
            return


class Reading:
    """The words of one text, and where each of them is."""

    def __init__(self, text: str, language: str) -> None:
        """Read a text in its language."""
        self.tokens = tokens(text, language)
        self._places: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            self._places.setdefault(token.key, []).append(at)

    def spans(self, leaf: Says | Starts | Near) -> Iterator[Span]:
        """Give where one thing that is asked for stands in the text."""
        match leaf:
            case Starts(prefix=prefix):
                found = (token for token in self.tokens if token.surface.startswith(prefix))
                yield from ((token.start, token.end) for token in found)
            case Says(variants=variants):
                for variant in variants:
                    yield from self._phrases(variant)
            case Near(variants=variants, gap=gap):
                for variant in variants:
                    yield from self._close(variant, gap + 1)

    def _phrases(self, variant: Sequence[str]) -> Iterator[Span]:
        for at in self._places.get(variant[0], ()):
            found = self.tokens[at : at + len(variant)]
            if [token.key for token in found] == list(variant):
                yield found[0].start, found[-1].end

    def _close(self, variant: Sequence[str], distance: int) -> Iterator[Span]:
        """Give the words that have each of the others at most so far away."""
        places = {key: self._places.get(key, []) for key in variant}
        for key, own in places.items():
            others = [places[other] for other in places if other != key]
            for at in own:
                if all(_has_between(other, at - distance, at + distance) for other in others):
                    yield self.tokens[at].start, self.tokens[at].end


def _has_between(places: Sequence[int], low: int, high: int) -> bool:
    return bisect_left(places, low) < bisect_right(places, high)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
