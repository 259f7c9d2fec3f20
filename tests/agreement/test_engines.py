"""One query, one meaning: archive, both matchers and the plain predicate give the same answers."""

from __future__ import annotations

import gzip
import json
import random
import re
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.archive.engine.shelf import Shelf
from tests.query import strategies
from wireroom.kernel.newsitem import Company, Instrument, NewsItem, Paragraph, Subject, canonical
from wireroom.matching.index import MatchIndex
from wireroom.query.errors import QueryError
from wireroom.query.planning import compile_text
from wireroom.wire.entries import Entry

NOW = strategies.NOW
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


def entries_of(items, moments) -> list[Entry]:
    return [
        Entry.of(seq=seq, released_at=at, raw=canonical(item), hash=b"")
        for seq, (item, at) in enumerate(zip(items, moments, strict=True), 1)
    ]


class Engines(Shelf):
    """The same stories before every engine."""

    def agree(self, plans) -> int:
        """Ask every plan everywhere; give how many answers were neither all nor none."""
        matchers = [MatchIndex(engine="numpy"), MatchIndex(engine="auto")]
        for matcher in matchers:
            for number, plan in enumerate(plans):
                matcher.put(number, plan)
        telling = 0
        for side, documents in self.documents.items():
            expected = [self.expected(side, plan) for plan in plans]
            telling += sum(0 < len(found) < len(documents) for found in expected)
            for plan, wanted in zip(plans, expected, strict=True):
                assert self.found(side, plan) == wanted, plan
            for seq, document in documents.items():
                met = [number for number, found in enumerate(expected) if seq in found]
                for matcher in matchers:
                    assert list(matcher.match(document)) == met
        return telling


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(
    st.lists(strategies.items(), min_size=1, max_size=6),
    st.lists(strategies.query_texts(), min_size=1, max_size=12),
    st.data(),
)
def test_queries_of_the_grammar_over_stories_of_every_script(items, texts, data):
    moments = [data.draw(strategies.moments()) for _ in items]
    plans = [compile_text(text, NOW, strategies.PRODUCTS) for text in texts]
    Engines(entries_of(items, moments)).agree(plans)


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(
    st.lists(strategies.items(), min_size=1, max_size=6),
    st.lists(strategies.plans(), min_size=1, max_size=12),
    st.data(),
)
def test_plans_of_any_shape_over_stories_of_every_script(items, plans, data):
    moments = [data.draw(strategies.moments()) for _ in items]
    Engines(entries_of(items, moments)).agree(plans)


def test_four_hundred_queries_over_real_news(shared_data):
    chance = random.Random(20261124)
    stories = _real_stories(shared_data, chance, 150)
    moments = [NOW - timedelta(hours=chance.randrange(2000)) for _ in stories]
    writer = Writer(chance, [story.body[0].text for story in stories])
    telling = Engines(entries_of(stories, moments)).agree(writer.plans(400))
    assert telling > 300, "the queries say nothing: they meet all or none"


def _real_stories(shared_data, chance, count) -> list[NewsItem]:
    with gzip.open(shared_data / "corpora/digitalgov-news/news.jsonl.gz", "rt") as lines:
        records = chance.sample([json.loads(line) for line in lines], count)
    return [_story(record, number, chance) for number, record in enumerate(records)]


def _story(record, number, chance) -> NewsItem:
    paragraphs = [text for text in re.split(r"\n\s*\n", record["body_md"]) if text.strip()]
    return NewsItem(
        guid=f"urn:uuid:{number}",
        version=1,
        language=chance.choice(["en", "en-US", "de"]),
        headline=record["title"],
        standfirst=record.get("summary") or "",
        urgency=chance.randint(1, 8),
        body=tuple(Paragraph(text=text) for text in [record["title"], *paragraphs]),
        topics=tuple(
            Subject(code=f"own:{topic}", label=topic) for topic in record.get("topics") or ()
        ),
        companies=(
            (Company(name="Norrgate Steel", instruments=(Instrument(ticker="NGS", mic="XBRK"),)),)
            if number % 7 == 0
            else ()
        ),
    )


_IN_FIELDS = (
    *("urgency:<=3", "urgency:5..", "company:NGS", "company:norrgate"),
    *("lang:de", "lang:en-us", "date:last30d", "date:..2026-10"),
)


class Writer:
    """Writes queries as customers do, from the words of texts."""

    def __init__(self, chance: random.Random, texts: list[str]) -> None:
        self._chance = chance
        self._words = [re.findall(r"\w+", text) for text in texts]

    def plans(self, count):
        found = []
        while len(found) < count:
            try:
                found.append(compile_text(self._query(), NOW))
            except QueryError:  # a word of one sign before *
                continue
        return found

    def _query(self) -> str:
        terms = [self._term() for _ in range(self._chance.randint(1, 4))]
        query = terms[0]
        for term in terms[1:]:
            sign = self._chance.choice([" ", " AND ", " OR ", " -", " AND NOT "])
            query = f"({query}){sign}{term}" if self._chance.random() < 0.3 else query + sign + term
        return query

    def _term(self) -> str:
        words = self._chance.choice(self._words) or ["news"]
        at = self._chance.randrange(len(words))
        word = words[at]
        kind = self._chance.randrange(8)
        if kind == 0:
            return f'"{" ".join(words[at : at + self._chance.randint(1, 3)])}"'
        if kind == 1:
            return f"{word[: max(2, len(word) - 2)]}*"
        if kind == 2:
            other = self._chance.choice(words)
            gap = self._chance.choice([0, 1, 3, 10])
            return f'"{word} {other}"~{gap}' if word.lower() != other.lower() else f'"{word}"'
        if kind == 3:
            return f"headline:{word}"
        if kind == 4:
            return self._chance.choice(_IN_FIELDS)
        return word
