"""Saved queries as customers of a wire keep them, made from stories that are not matched later.

The mix: company alerts 22 %, two or three keywords 22 %, phrases with a field or a NOT 16 %,
(a OR b OR c) AND d NOT e 14 %, fields alone 12 %, portfolios of 10 to 50 companies 10 %, nested
4 %. Words are drawn from running text, so that they are as frequent as they are, without the
commonest. A third asks for a language; each has the mask of its customer's products.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate
from random import Random
from typing import NamedTuple

from bench.common.chance import happens, repeatable
from bench.match import stories
from wireroom.kernel.newsitem import Paragraph
from wireroom.query import analysis
from wireroom.query.plan import All, Any, Has, Node, Not, Says

_COMMONEST = 150
_ALL = 0xFFFF_FFFF
_LANGUAGE = Has(("lang=en",))


class Query(NamedTuple):
    """A saved query."""

    number: int
    plan: Node
    mask: int


def queries(count: int, *, seed: int = 11) -> Iterator[Query]:
    """Give so many queries, the same ones every time; a longer run begins like a shorter one."""
    random = repeatable(seed)
    source = _Source(random)
    for number in range(count):
        yield Query(number, source.plan(), _mask(random))


def _mask(random: Random) -> int:
    """Give the products of a customer: all, or two to seven of them."""
    if happens(random, 0.3):
        return _ALL
    bits = random.sample(range(stories.PRODUCTS), random.randint(2, 7))
    return sum(1 << bit for bit in bits)


@cache
def _said(words: tuple[str, ...]) -> Says:
    return Says("text", analysis.variants(" ".join(words)))


@cache
def _texts() -> tuple[list[list[str]], frozenset[str]]:
    """Give the sentences of the stories to draw from, word by word, and the commonest words."""
    found: list[list[str]] = []
    for item in stories.training():
        found += (_words(block.text) for block in item.body if isinstance(block, Paragraph))
    counts = Counter(word for words in found for word in words)
    return found, frozenset(word for word, _ in counts.most_common(_COMMONEST))


def _words(text: str) -> list[str]:
    return [token.surface for token in analysis.tokens(text)]


class _Source:
    """Makes one plan after the other."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._texts, self._common = _texts()
        kinds: dict[Callable[[], Node], int] = {
            self._company: 22, self._keywords: 22, self._phrase: 16, self._choice: 14,
            self._fields: 12, self._portfolio: 10, self._nested: 4,
        }  # fmt: skip
        self._kinds, self._weights = list(kinds), list(accumulate(kinds.values()))

    def plan(self) -> Node:
        (kind,) = self._random.choices(self._kinds, cum_weights=self._weights)
        plan = kind()
        if happens(self._random, 0.33):
            return All((plan, _LANGUAGE))
        return plan

    def _word(self) -> Says:
        while True:
            word = self._random.choice(self._random.choice(self._texts))
            if word not in self._common and not word.isdigit():
                return _said((word,))

    def _words_together(self) -> Says:
        while True:
            text = self._random.choice(self._texts)
            length = self._random.choice((2, 2, 2, 3))
            if len(text) < length:
                continue
            at = self._random.randrange(len(text) - length + 1)
            phrase = tuple(text[at : at + length])
            if phrase[0] not in self._common and phrase[-1] not in self._common:
                return _said(phrase)

    def _ticker(self) -> str:
        return f"company=t{stories.skewed(self._random, stories.TICKERS)}"

    def _topic(self) -> Has:
        return Has((f"topic=medtop:{stories.skewed(self._random, stories.TOPICS)}",))

    def _country(self) -> Has:
        return Has((f"country=c{stories.skewed(self._random, stories.COUNTRIES)}",))

    def _field(self) -> Node:
        return self._random.choice((self._topic, self._country))()

    def _company(self) -> Node:
        ticker = Has((self._ticker(),))
        return ticker if happens(self._random, 0.6) else All((ticker, self._field()))

    def _keywords(self) -> Node:
        return All(tuple(self._word() for _ in range(self._random.choice((2, 2, 3)))))

    def _phrase(self) -> Node:
        parts: list[Node] = [self._words_together()]
        if happens(self._random, 0.4):
            parts.append(self._field())
        if happens(self._random, 0.3):
            parts.append(Not(self._word()))
        return All(tuple(parts))

    def _choice(self) -> Node:
        some = Any(tuple(self._word() for _ in range(3)))
        return All((some, self._word(), Not(self._word())))

    def _fields(self) -> Node:
        urgent = Has(("urgency=1", "urgency=2"))
        return All((self._topic(), self._random.choice((self._country(), urgent))))

    def _portfolio(self) -> Node:
        return Has(tuple({self._ticker() for _ in range(self._random.randint(10, 50))}))

    def _nested(self) -> Node:
        either = Any((
            All((self._word(), self._word())),
            self._words_together(),
            All((self._word(), Not(self._word()))),
        ))  # fmt: skip
        some = Any((self._field(), self._field(), self._word()))
        return All((either, some, Not(self._words_together())))
