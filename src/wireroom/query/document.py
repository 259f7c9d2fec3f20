"""What queries see of an item: words in scopes, and codes. Made once, asked by many queries.

A document is made of what its reader may see: project the item first. Spelling of codes, all of
them `name=value`:

- exact, as on the item: `guid=`, `genre=`, `language=`, `topic=` (with all broader topics),
- folded by `analysis.fold`: `genre~`, `topic~`, `country~` (names), `desk=`,
- in small letters: `lang=` (the whole tag and its first part), `country=` (ISO 3166), `status=`,
  `profile=`, `update=` (both corrections also give `update=correction`), `company=` (ISIN, ticker,
  ticker.mic, code), `person=`, `place=`, `org=` (codes), and `urgency=` with its number.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from wireroom.kernel.newsitem import CORRECTIONS, Company, Entity, NewsItem
from wireroom.kernel.text import texts
from wireroom.query.analysis import fold, read

BREAK = 10
"""Between two paragraphs, fields or names lie this many places: no phrase goes across."""

TEXT = "text"
SCOPES = (
    TEXT, "headline", "slug", "byline", "keyword", "person", "place", "org", "company", "source",
)  # fmt: skip
"""The scopes of words. `text` is all that is written: headline, slugline, body and so on."""

COUNTRY_SCHEMES = frozenset({"country", "iso3166-1a2", "iso3166-1a3", "cptry"})


class Stream:
    """The words of one scope: keys, folded spellings and places, three lists of one length.

    `ends` tells where each text with words ends among them. What a query of a thousand parts would
    look for again and again is found once: where a key stands, how close two keys come.
    """

    def __init__(self, texts: Iterable[str], language: str) -> None:
        """Read texts one after the other, with a break between them."""
        self.keys: list[str] = []
        self.surfaces: list[str] = []
        self.places: list[int] = []
        self.ends: list[int] = []
        place = 0
        for text in texts:
            words = read(text, language)
            if not words:
                continue
            keys, surfaces = zip(*words, strict=True)
            self.keys += keys
            self.surfaces += surfaces
            self.places += range(place, place + len(words))
            self.ends.append(len(self.keys))
            place += len(words) + BREAK
        self._distances: dict[tuple[str, str], float] = {}

    def standing(self, key: str) -> Sequence[int]:
        """Say where a key stands in the lists, ascending."""
        return self._standing.get(key, ())

    def begins(self, prefix: str) -> bool:
        """Say whether a word begins so, as it is spelled."""
        at = bisect_left(self._spellings, prefix)
        return at < len(self._spellings) and self._spellings[at].startswith(prefix)

    def distance(self, one: str, other: str) -> float:
        """Say how many places apart two keys are where they are closest; infinite without both."""
        pair = (one, other)
        if pair not in self._distances:
            fewer, more = sorted((self.standing(one), self.standing(other)), key=len)
            self._distances[pair] = _distance(
                [self.places[at] for at in fewer], [self.places[at] for at in more]
            )
        return self._distances[pair]

    @cached_property
    def _standing(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(self.keys):
            found[key].append(at)
        return found

    @cached_property
    def _spellings(self) -> Sequence[str]:
        return sorted(set(self.surfaces))


class Document:
    """One version of a story, as far as its reader sees it, ready to be asked."""

    def __init__(self, item: NewsItem, released_at: datetime) -> None:
        """Take an item that is projected to what the reader may see, and when it was released."""
        self.item = item
        self.released_at = released_at
        self._streams: dict[str, Stream] = {}

    def stream(self, scope: str) -> Stream:
        """Give the words of a scope."""
        stream = self._streams.get(scope)
        if stream is None:
            stream = self._streams[scope] = Stream(texts_of(self.item, scope), self.item.language)
        return stream

    @cached_property
    def codes(self) -> frozenset[str]:
        """All the codes on the item."""
        return frozenset(_codes(self.item))


def _distance(fewer: Sequence[int], more: Sequence[int]) -> float:
    """Give the least distance between a place of each, both ascending."""
    least = float("inf")
    for place in fewer:
        at = bisect_left(more, place)
        least = min([least, *(abs(place - near) for near in more[max(at - 1, 0) : at + 1])])
    return least


def texts_of(item: NewsItem, scope: str) -> Iterable[str]:  # noqa: PLR0911 - scopes
    """Give the texts of a scope, one by one, as they stand on the item."""
    match scope:
        case "text":
            return _written(item)
        case "headline":
            return (item.headline,)
        case "slug":
            return (item.slugline,)
        case "byline":
            return (item.byline,)
        case "keyword":
            return item.keywords
        case "source":
            return (item.rights.holder,)
        case _:
            return (entity.name for entity in _entities(item, scope))


def _written(item: NewsItem) -> Iterator[str]:
    yield item.headline
    yield item.slugline
    yield item.standfirst
    yield item.dateline
    yield item.byline
    yield from item.keywords
    yield from texts(item.body)


def _entities(item: NewsItem, scope: str) -> tuple[Entity, ...]:
    return {
        "person": item.people,
        "place": item.places,
        "org": item.organisations,
        "company": item.companies,
    }[scope]


def _codes(item: NewsItem) -> Iterator[str]:
    yield f"guid={item.guid}"
    yield from (f"genre={item.genre}", f"genre~{fold(item.genre.rpartition(':')[2])}")
    yield f"language={item.language}"
    language = item.language.lower()
    yield from {f"lang={language}", f"lang={language.partition('-')[0]}"}
    yield f"urgency={item.urgency}"
    yield from (f"status={item.pub_status.value}", f"profile={item.profile.value}")
    yield f"update={item.update_type.value}"
    if item.update_type in CORRECTIONS:
        yield "update=correction"
    if item.desk:
        yield f"desk={fold(item.desk)}"
    for topic in item.topics:
        yield f"topic={topic.code}"
        yield from (f"topic={code}" for code in topic.broader)
        if topic.label:
            yield f"topic~{fold(topic.label)}"
    for scope in ("person", "place", "org"):
        for entity in _entities(item, scope):
            yield from _coded(scope, entity.code)
    yield from _countries(item.places)
    for company in item.companies:
        yield from _of_company(company)


def _coded(scope: str, code: str) -> Iterator[str]:
    if code:
        yield f"{scope}={code.lower()}"


def _countries(places: Iterable[Entity]) -> Iterator[str]:
    for place in places:
        scheme, _, code = place.code.lower().rpartition(":")
        if scheme in COUNTRY_SCHEMES and code:
            yield f"country={code}"
            yield f"country~{fold(place.name)}"


def _of_company(company: Company) -> Iterator[str]:
    yield from _coded("company", company.code)
    for paper in company.instruments:
        yield from _coded("company", paper.isin)
        yield from _coded("company", paper.ticker)
        if paper.ticker and paper.mic:
            yield f"company={paper.ticker.lower()}.{paper.mic.lower()}"
