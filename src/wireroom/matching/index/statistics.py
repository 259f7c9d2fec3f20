"""How common things are in stories: learnt from those that came by, guessed before that.

Only speed hangs on it: a query waits under the rarest thing it needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wireroom.query.document import TEXT, Document

_AT_FIRST = 512
_LATER_EVERY = 16
_MOST_NAMES = 40_000
_WEIGHT = 20
"""The guess counts as much as this many stories."""
_PHRASE = 0.3
"""A phrase is about so much rarer than its rarest word."""
_SCOPE = 0.1
"""A word stands in the headline or a name so much more rarely than in the text."""
_GUESSES = {
    "language": 0.6, "lang": 0.6, "status": 0.95, "profile": 0.95, "urgency": 0.3, "genre": 0.3,
    "update": 0.3, "desk": 0.15, "topic": 0.06, "country": 0.06, "place": 0.03,
}  # fmt: skip
_GUESS_NAME = 0.002
_GUESS_WORD = 0.01
_COMMON_LETTERS = 4
"""Words of fewer letters are mostly common ones."""


class Statistics:
    """In how many stories of a sample each word and code stood."""

    def __init__(self, stories: int = 0, counts: dict[str, int] | None = None) -> None:
        """Take what was saved."""
        self.stories = stories
        self.counts: Counter[str] = Counter(counts or {})
        self._came_by = 0

    def note(self, document: Document) -> None:
        """Learn from a story: from all at first, later from one now and then."""
        self._came_by += 1
        if self.stories >= _AT_FIRST and self._came_by % _LATER_EVERY:
            return
        self.stories += 1
        self.counts.update(set(document.stream(TEXT).keys))
        self.counts.update(document.codes)
        if len(self.counts) > 2 * _MOST_NAMES:
            self.counts = Counter(dict(self.counts.most_common(_MOST_NAMES)))

    def of_code(self, code: str) -> float:
        """Estimate the share of stories that carry a code."""
        name = code.partition("=")[0].partition("~")[0]
        return self._share(code, _GUESSES.get(name, _GUESS_NAME))

    def of_words(self, scope: str, variants: Iterable[tuple[str, ...]]) -> float:
        """Estimate the share of stories that have one of the variants in the scope."""
        share = sum(self._of_phrase(variant) for variant in variants)
        return share if scope == TEXT else share * _SCOPE

    def of_prefix(self, scope: str, prefix: str) -> float:
        """Estimate the share of stories that have a word with this beginning in the scope."""
        share = 1 / len(prefix)
        return share if scope == TEXT else share * _SCOPE

    def _of_phrase(self, phrase: tuple[str, ...]) -> float:
        rarest = min(self._of_word(word) for word in phrase)
        return rarest if len(phrase) == 1 else rarest * _PHRASE

    def _of_word(self, word: str) -> float:
        return self._share(word, _GUESS_WORD * (10 if len(word) < _COMMON_LETTERS else 1))

    def _share(self, name: str, guess: float) -> float:
        return (self.counts[name] + guess * _WEIGHT) / (self.stories + _WEIGHT)
