"""A wire of made-up stories: real sentences recombined, codes by Zipf's law, time that only grows.

The same number always gives the same story, so that every engine reads the same wire, none of it
is kept, and a query can be taken from any place in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from random import Random
from typing import Generic, NamedTuple, TypeVar

from bench.common.chance import repeatable
from bench.common.corpus import Material
from wireroom.kernel import mediatopics
from wireroom.kernel.newsitem import (
    Company,
    Entity,
    Instrument,
    NewsItem,
    Paragraph,
    Rights,
)

T = TypeVar("T")

BEGIN = datetime(2011, 1, 1, tzinfo=UTC)
_YEARS = timedelta(days=15 * 365)
_LANGUAGES = ("en", "en-GB", "ru", "de", "fr", "es", "ar", "zh", "pt", "it", "tr", "ja")
_GENRES = tuple(
    f"genre:{name}"
    for name in (
        "Current",
        "Update",
        "Analysis",
        "Press_Release",
        "Feature",
        "Interview",
        "Opinion",
    )
)
_COUNTRIES = (
    "us", "gb", "de", "fr", "ru", "cn", "jp", "in", "br", "it", "es", "tr", "ca", "au", "kr", "mx",
    "pl", "nl", "ch", "se", "no", "ua", "za", "sa", "ng", "eg",
)  # fmt: skip
_DESKS = ("economy", "world", "politics", "technology", "sport", "regions")
_URGENCIES = (4, 4, 4, 4, 4, 3, 3, 3, 5, 5, 2, 1)
_PARAGRAPHS = ((1, 2), (2, 2), (1, 2, 2), (2, 2, 2), (2, 3, 2, 2))
"""How many sentences the paragraphs have."""
_COMPANIES, _PEOPLE, _PLACES = 5_000, 20_000, 1_500
_SYLLABLES = (
    "ba cor del en fi gra hol is jan ka lor mi nor os pra qui ra sol tem ur vex wil xan yo zel"
)


class Released(NamedTuple):
    """A version and its place on the wire; looks like an entry of it."""

    seq: int
    item: NewsItem
    released_at: datetime
    version: int = 1

    @property
    def guid(self) -> str:
        """The story's identity."""
        return self.item.guid


class Zipf(Generic[T]):
    """Draws from values so that the n-th is drawn 1/n as often as the first."""

    def __init__(self, values: Sequence[T]) -> None:
        """Prepare the weights."""
        self.values = values
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(len(values))))

    def draw(self, source: Random, count: int = 1) -> list[T]:
        """Draw `count` values, doubles possible."""
        return source.choices(self.values, cum_weights=self._weights, k=count)


class Wire:
    """The wire of `size` stories made of this material."""

    def __init__(self, material: Sequence[Material], size: int) -> None:
        """Make the codes; all that is random is drawn from seeds."""
        self.size = size
        self._material = material
        self._step = _YEARS / max(size, 1)
        source = repeatable(3)
        topics = [mediatopics.subject(code) for code in mediatopics.LABELS]
        source.shuffle(topics)
        self.topics = Zipf(topics)
        self.companies = Zipf([_company(source, n) for n in range(_COMPANIES)])
        self.people = Zipf([Entity(name=_name(source, 2)) for _ in range(_PEOPLE)])
        self.places = Zipf([_place(source, n) for n in range(_PLACES)])
        self.languages, self.genres = Zipf(_LANGUAGES), Zipf(_GENRES)
        self.desks = Zipf(_DESKS)

    def stories(self, start: int = 1, end: int | None = None) -> Iterator[Released]:
        """Give the stories from `start` to before `end`, numbered from one."""
        return (self.story(seq) for seq in range(start, end or self.size + 1))

    def story(self, seq: int) -> Released:
        """Give one story."""
        source = repeatable(seq)
        companies = self.companies.draw(source, source.choice((0, 0, 0, 1, 1, 2)))
        people = self.people.draw(source, source.choice((0, 1, 1, 2)))
        places = self.places.draw(source, source.choice((0, 1, 1, 2)))
        texts = self._texts(source, [*companies, *people])
        item = NewsItem(
            guid=f"urn:newsml:bench:{seq:08d}",
            version=1,
            language=self.languages.draw(source)[0],
            headline=texts[0],
            slugline="-".join(word.upper() for word in texts[0].split()[:2]),
            urgency=source.choice(_URGENCIES),
            genre=self.genres.draw(source)[0],
            desk=self.desks.draw(source)[0],
            body=tuple(Paragraph(text=text) for text in texts[1:]),
            topics=_distinct(self.topics.draw(source, source.choice((1, 1, 2, 3)))),
            companies=_distinct(companies),
            people=_distinct(people),
            places=_distinct(places),
            rights=Rights(holder="Bench"),
        )
        return Released(seq, item, BEGIN + self._step * seq)

    def _texts(self, source: Random, named: Sequence[Entity]) -> list[str]:
        """Write a headline and paragraphs: sentences of up to three real stories, and names."""
        stories = source.choices(self._material, k=source.choice((1, 2, 3)))
        first = source.choice(stories)
        headline = " ".join(source.choice((first.headline, *first.sentences[:3])).split()[:12])
        pool = [sentence for story in stories for sentence in story.sentences]
        lengths = source.choice(_PARAGRAPHS)
        drawn = iter(source.sample(pool, min(sum(lengths), len(pool))))
        paragraphs = [" ".join(islice(drawn, length)) for length in lengths]
        notes = [f"{thing.name}: {source.randrange(10, 100_000) / 10}" for thing in named]
        return [headline, *paragraphs, *notes]


def _distinct(values: Sequence[T]) -> tuple[T, ...]:
    return tuple({id(value): value for value in values}.values())


def _name(source: Random, words: int) -> str:
    syllables = _SYLLABLES.split()
    return " ".join("".join(source.choices(syllables, k=3)).capitalize() for _ in range(words))


def _company(source: Random, number: int) -> Company:
    ticker = "".join(source.choices("ABCDEFGHIKLMNOPRSTUVWZ", k=4))
    paper = Instrument(isin=f"XX{number:09d}0", ticker=ticker, mic="XBEN")
    return Company(name=f"{_name(source, 1)} Group", code=f"bench:{number}", instruments=(paper,))


def _place(source: Random, number: int) -> Entity:
    if number < len(_COUNTRIES):
        return Entity(name=_name(source, 1), code=f"country:{_COUNTRIES[number]}")
    return Entity(name=_name(source, 1), code=f"place:{number}")
