"""What is asked: queries as people write them, made of words that stand in the stories."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from bench.common.chance import repeatable
from bench.search.stories import Wire
from wireroom.kernel.newsitem import NewsItem
from wireroom.kernel.text import texts

_WORD = re.compile(r"[A-Za-z]{3,}")
_ANY_WORD = re.compile(r"[A-Za-z]+")
_COMMON, _LOOKED_AT = 150, 2_000
_MOST_WORDS = 4
"""Different words that a story must have, for the longest question to be made of it."""
_OPERATORS = frozenset({"and", "or", "not"})

KINDS = ("newest", "relevance", "facets", "phrase", "count", "prefix", "near")
"""The fifth kind, counting, comes in three shapes; two of them only our index answers exactly."""


class Question(NamedTuple):
    """A query, and in which way it is asked."""

    kind: str
    text: str


class Questions:
    """Draws questions; the same wire and seed give the same ones."""

    def __init__(self, wire: Wire) -> None:
        """Learn which words are too common to search for."""
        self._wire = wire
        seen: Counter[str] = Counter()
        for release in wire.stories(1, min(wire.size, _LOOKED_AT) + 1):
            seen.update({word.lower() for word in _WORD.findall(_text(release.item))})
        ranked = sorted(seen, key=lambda word: (-seen[word], word))  # the same in every process
        self._common = set(ranked[: min(_COMMON, len(ranked) // 10)]) | _OPERATORS

    def draw(self, kind: str, count: int) -> list[Question]:
        """Give `count` questions of a kind."""
        source = repeatable(kind)
        found = self._draw(kind, source)
        return [Question(kind, next(found)) for _ in range(count)]

    def _draw(self, kind: str, source: Random) -> Iterator[str]:
        write: Callable[[Random, NewsItem, list[str]], str] = getattr(self, f"_{kind}")
        while True:
            item = self._wire.story(source.randrange(1, self._wire.size + 1)).item
            words = [w for w in map(str.lower, _WORD.findall(_text(item))) if w not in self._common]
            if len(set(words)) >= _MOST_WORDS:
                yield write(source, item, sorted(set(words)))

    def _newest(self, source: Random, item: NewsItem, words: list[str]) -> str:
        asked = " ".join(source.sample(words, source.choice((1, 1, 2))))
        extra = source.choice(("", f"lang:{item.language}", f"topic:{item.topics[0].code[7:]}"))
        return f"{asked} {extra}".strip()

    def _relevance(self, source: Random, _: NewsItem, words: list[str]) -> str:
        return " ".join(source.sample(words, source.choice((1, 2, 3))))

    def _facets(self, source: Random, _: NewsItem, words: list[str]) -> str:
        return " ".join(source.sample(words, source.choice((1, 1, 2))))

    def _phrase(self, source: Random, item: NewsItem, _: list[str]) -> str:
        """Take words as they follow each other, common ones such as “of the” too."""
        text = source.choice(list(texts(item.body)))
        runs = [run for run in re.findall(r"[A-Za-z]+(?: [A-Za-z]+)+", text) if " " in run]
        words = source.choice(runs or [item.headline]).split(" ")
        length = source.choice((2, 2, 3))
        start = source.randrange(max(len(words) - length, 0) + 1)
        return f'"{" ".join(words[start : start + length])}"'

    def _count(self, source: Random, item: NewsItem, words: list[str]) -> str:
        one, other, third = source.sample(words, 3)
        return source.choice((
            f"{one} OR {other}",
            f"{one} -{other}",
            f"({one} OR {other}) -{third} urgency:<=3",
            f"topic:{item.topics[0].code[7:]} {one}",
            one,
        ))  # fmt: skip

    def _prefix(self, source: Random, _: NewsItem, words: list[str]) -> str:
        return f"{source.choice(words)[: source.choice((3, 4, 5))]}*"

    def _near(self, source: Random, _: NewsItem, words: list[str]) -> str:
        return f'"{" ".join(source.sample(words, 2))}"~{source.choice((5, 10, 20))}'


def _text(item: NewsItem) -> str:
    return " ".join([item.headline, *texts(item.body)])
