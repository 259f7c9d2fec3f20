"""Real stories as items: their text from the corpora, their codes made up, the same every time.

Three of four give the words that queries are made of; the rest is held out to be matched. Lengths
are those of a wire: many of some lines, a few of a thousand words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from random import Random

from bench.common import corpus
from bench.common.chance import repeatable
from wireroom.kernel.newsitem import Company, Entity, Instrument, NewsItem, Paragraph, Subject
from wireroom.query.document import Document

TICKERS, TOPICS, COUNTRIES, PEOPLE = 5_000, 300, 120, 3_000
GENRES = ("Current", "Analysis", "Feature", "Interview", "Forecast", "Press release")
DESKS = ("business", "markets", "politics", "world", "science", "sport", "culture")
LANGUAGES = ("en", "en-GB", "en-US")
PRODUCTS = 13
_HELD_OUT_EVERY = 4
_LENGTHS = (1, 2, 3, 3, 4, 5, 5, 6, 8, 8, 10, 12, 15, 20, 30, 45)
"""Sentences of a story; a sentence has about 23 words."""
_PARAGRAPH = 2
_NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def training() -> list[NewsItem]:
    """Give the stories that queries are made from."""
    return [item for held_out, item in _all() if not held_out]


def held_out(count: int) -> list[NewsItem]:
    """Give the stories to be matched, in an order that mixes the sources."""
    items = [item for held_out, item in _all() if held_out]
    repeatable(5).shuffle(items)
    return (items * (count // len(items) + 1))[:count]


def document(item: NewsItem) -> Document:
    """Give an item as queries see it."""
    return Document(item, _NOW)


def products(number: int) -> int:
    """Give the mask of the products that carry story `number`: one or two."""
    random = repeatable(number)
    return 1 << random.randrange(PRODUCTS) | 1 << random.randrange(PRODUCTS)


def skewed(random: Random, count: int) -> int:
    """Choose below `count`, the first ones far more often: of 5,000 the first gets 1.4 %."""
    return int(count * random.random() ** 2)


@cache
def _all() -> tuple[tuple[bool, NewsItem], ...]:
    """Give all stories, made once, and whether each is held out."""
    return tuple(_made())


def _made() -> Iterator[tuple[bool, NewsItem]]:
    random = repeatable(7)
    for number, material in enumerate(corpus.load()):
        start = 0
        while start < len(material.sentences):
            length = random.choice(_LENGTHS)
            piece = material.sentences[start : start + length]
            yield number % _HELD_OUT_EVERY == 0, _item(random, material.headline, piece)
            start += length


def _item(random: Random, headline: str, sentences: tuple[str, ...]) -> NewsItem:
    paragraphs = range(0, len(sentences), _PARAGRAPH)
    return NewsItem(
        guid=f"urn:newsml:bench:{random.getrandbits(60)}",
        version=1,
        language=random.choice(LANGUAGES),
        headline=headline,
        urgency=random.choice((1, 2, 3, 3, 4, 4, 4, 4)),
        genre=f"genre:{GENRES[skewed(random, len(GENRES))]}",
        desk=random.choice(DESKS),
        body=tuple(Paragraph(text=" ".join(sentences[at : at + _PARAGRAPH])) for at in paragraphs),
        topics=_topics(random),
        places=tuple(_country(skewed(random, COUNTRIES)) for _ in range(random.randrange(3))),
        people=tuple(_person(skewed(random, PEOPLE)) for _ in range(random.randrange(2))),
        companies=tuple(map(_company, _some(random, TICKERS, random.choice((0, 1, 1, 2, 4))))),
    )


def _some(random: Random, count: int, many: int) -> set[int]:
    return {skewed(random, count) for _ in range(many)}


def _topics(random: Random) -> tuple[Subject, ...]:
    return tuple(
        Subject(code=f"medtop:{number}", broader=(f"medtop:b{number % 17}",))
        for number in _some(random, TOPICS, random.choice((1, 2, 3)))
    )


def _country(number: int) -> Entity:
    return Entity(name=f"Country {number}", code=f"country:c{number}")


def _person(number: int) -> Entity:
    return Entity(name=f"Person {number}", code=f"person:{number}")


def _company(number: int) -> Company:
    paper = Instrument(ticker=f"T{number}", mic="XNYS")
    return Company(name=f"Company {number}", code=f"company:{number}", instruments=(paper,))
