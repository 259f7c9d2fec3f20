"""Delays, depths and samples: lists and searches say what the policy says, story by story."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.archive.conftest import START
from tests.factories.grants import make_grant, make_reader
from tests.factories.items import make_item, make_kill
from tests.factories.stories import make_guid
from wireroom.archive import queries, search
from wireroom.archive.consumer import ArchiveConsumer
from wireroom.customers.policy import Grant, Level, Reader, Reason, judge
from wireroom.customers.rights.reading import Line, view_story
from wireroom.kernel.newsitem import NewsItem, Paragraph, Subject, UpdateType
from wireroom.query.analysis import variants
from wireroom.query.document import Document
from wireroom.query.plan import EVERYTHING, Has, Node, Not, Says
from wireroom.query.predicate import matches
from wireroom.wire import consumers
from wireroom.wire import queries as wire

MINUTE = timedelta(minutes=1)
STORIES = 8
WORDS = ("gas", "oil", "cup", "storm")
GENRES = ("genre:Current", "genre:Interview")
PLANS: tuple[Node, ...] = (
    EVERYTHING,
    *(Says("text", variants(word)) for word in WORDS[:2]),
    Not(Says("text", variants("cup"))),
    Has(("genre=genre:Interview",)),
)


def run(indexer) -> None:
    while indexer.run_once():
        pass


@pytest.fixture(params=["indexed", "half indexed", "hardly indexed"])
def settle(request, indexer):
    """Release in two lots, of which the index and the lists know both, one, or the first item."""

    def put(release, items: list[NewsItem]) -> None:
        cut = {"indexed": len(items), "half indexed": len(items) // 2, "hardly indexed": 1}
        at = cut[request.param]
        release(*items[:at])
        run(indexer)
        consumers.run_once(ArchiveConsumer(), limit=at)
        if items[at:]:
            release(*items[at:])

    return put


def some_items(chance: random.Random) -> list[NewsItem]:
    """Make versions in the order of their release, a minute each."""
    items: list[NewsItem] = []
    newest: dict[int, NewsItem] = {}
    while len(items) < 24:
        number = chance.randint(1, STORIES)
        before = newest.get(number)
        if before is not None and before.is_killed:
            continue
        item = _next_version(chance, number, before)
        newest[number] = item
        items.append(item)
    return items


def _next_version(chance: random.Random, number: int, before: NewsItem | None) -> NewsItem:
    facts = {
        "guid": make_guid(number),
        "version": before.version + 1 if before else 1,
        "genre": chance.choice(GENRES),
        "language": chance.choice(["en", "en", "ru"]),
        "headline": chance.choice(WORDS),
        "slugline": "S",
        "body": (Paragraph(text=" ".join(chance.sample(WORDS, 2))),),
        "topics": (Subject(code=chance.choice(["medtop:04000000", "medtop:15000000"])),),
    }
    if before is None:
        return make_item(**facts)
    if chance.random() < 0.15:
        return make_kill(before, headline="KILL", slugline="S")
    kinds = (UpdateType.DEVELOPMENT, UpdateType.DEVELOPMENT, UpdateType.CORRECTION_FACT)
    return make_item(update_type=chance.choice(kinds), **facts)


def some_reader(chance: random.Random) -> Reader:
    def grant() -> Grant:
        samples = [make_guid(chance.randint(1, STORIES)) for _ in range(2)]
        return make_grant(
            chance.choice([Level.FULL, Level.FULL, Level.HEADLINE]),
            product=chance.choice("abc"),
            delay=chance.choice([0, 6, 20]) * MINUTE,
            archive=chance.choice([None, None, 10 * MINUTE, 30 * MINUTE]),
            stories=frozenset(samples) if chance.random() < 0.2 else frozenset(),
            genres=frozenset(chance.sample(GENRES, chance.choice([0, 0, 1]))),
            languages=frozenset(chance.sample(["en", "ru"], chance.choice([0, 0, 1]))),
            query=chance.choice(["", "", "gas", "NOT cup"]),
            active_from=START + chance.choice([-10, -10, 5]) * MINUTE,
            active_to=chance.choice([None, None, None, START + 20 * MINUTE]),
        )

    return make_reader(*(grant() for _ in range(chance.randint(1, 3))))


def standing_lines(reader: Reader, now: datetime) -> Iterator[tuple[Line, list]]:
    """Give what stands for each story, with the story."""
    for number in range(1, STORIES + 1):
        chain = wire.versions(make_guid(number))
        view = view_story(reader, chain, now)
        if view:
            yield view.current, chain


def is_listed(reader: Reader, line: Line, now: datetime) -> bool:
    """Lists end at the depth of the deepest product, but for samples (access-policy.md)."""
    active = [grant for grant in reader.grants if grant.active_at(now)]
    if any(line.guid in grant.stories for grant in active):
        return True
    depths = [grant.archive for grant in active if not grant.stories]
    if all(grant.stories for grant in reader.grants):
        return False
    if not depths or None in depths:
        return True
    return now - line.released_at <= max(depths)


def is_found(reader: Reader, line: Line, chain: list, now: datetime) -> bool:
    """A story is found at its newest version, or at the one that stands while that is not due."""
    delays = [grant.delay for grant in reader.grants if grant.active_at(now)]
    longest = max(delays, default=timedelta(0))
    if any(each.version > 1 and each.released_at > now - longest for each in chain):
        return True
    verdict = judge(reader, chain, now)
    granted = judge(reader, [chain[-1]], now)
    return line.seq == chain[-1].seq and granted.reason is Reason.GRANTED and bool(verdict.level)


@pytest.mark.parametrize("seed", range(2))
def test_lists_are_what_the_policy_gives(release, settle, seed: int) -> None:
    chance = random.Random(seed)
    settle(release, some_items(chance))
    shown = hidden = 0
    for _ in range(20):
        reader = some_reader(chance)
        now = START + chance.randint(24, 40) * MINUTE
        wanted = [line for line, _ in standing_lines(reader, now) if is_listed(reader, line, now)]
        wanted.sort(key=lambda line: -line.seq)
        assert queries.latest(reader, now) == wanted
        assert queries.latest(reader, now, limit=2) == wanted[:2]
        shown, hidden = shown + len(wanted), hidden + STORIES - len(wanted)
    assert min(shown, hidden) > 20


@pytest.mark.parametrize("seed", range(2))
def test_searches_find_and_count_what_the_policy_gives(release, settle, seed: int) -> None:
    chance = random.Random(seed)
    settle(release, some_items(chance))
    found_of_running = 0
    for _ in range(20):
        reader = some_reader(chance)
        now = START + chance.randint(24, 40) * MINUTE
        stories = [
            (line, chain)
            for line, chain in standing_lines(reader, now)
            if is_found(reader, line, chain, now)
        ]
        found_of_running += sum(line.seq != chain[-1].seq for line, chain in stories)
        found = search.search(reader, EVERYTHING, now)
        wanted = {line.seq for line, _ in stories}
        assert {line.seq for line in found.lines} == wanted
        assert found.total == search.count(reader, EVERYTHING, now) == len(wanted)
        by_genre = search.facets(reader, EVERYTHING, now)["genre"]
        assert sum(bucket.count for bucket in by_genre) == len(wanted)
        days = search.histogram(
            reader, EVERYTHING, now, since=START, until=now + MINUTE, step=MINUTE
        )
        assert sum(days) == len(wanted)
        for plan in PLANS:
            _agrees(reader, plan, stories, now)
    assert found_of_running > 3


def _agrees(reader: Reader, plan: Node, stories: list, now: datetime) -> None:
    found = search.search(reader, plan, now)
    seqs = {line.seq for line in found.lines}
    assert found.total == len(seqs)
    for line, chain in stories:
        granted = judge(reader, [each for each in chain if each.seq == line.seq], now).level
        late = line.seq != chain[-1].seq
        if late or granted == line.level:  # else the index knows less of it than the policy gives
            answer = matches(plan, Document(line.item, line.released_at))
            assert (line.seq in seqs) == answer, plan


def test_a_running_story_is_found_late_at_what_is_due(release, indexer) -> None:
    late = make_reader(make_grant(delay=10 * MINUTE))
    plain = {"slugline": "S", "body": (Paragraph(text="of it"),)}
    first = make_item(headline="storm", **plain)
    release(first)
    for number in range(2, 6):
        release(
            make_item(
                guid=first.guid,
                version=number,
                headline="flood",
                update_type=UpdateType.DEVELOPMENT,
                **plain,
            )
        )
    run(indexer)
    storm, flood = (Says("text", variants(word)) for word in ("storm", "flood"))

    def counts(now: datetime) -> tuple[int, int]:
        return search.count(late, storm, now), search.count(late, flood, now)

    assert counts(START + 9 * MINUTE) == (0, 0)
    assert counts(START + 10 * MINUTE) == (1, 0)
    assert counts(START + 11 * MINUTE) == (0, 1)
    (line,) = search.search(late, flood, START + 12 * MINUTE).lines
    assert line.version == 3
    every = search.search(late, EVERYTHING, START + 12 * MINUTE, all_versions=True)
    assert [line.version for line in every.lines] == [3, 2, 1]


def test_what_is_not_due_changes_nothing_of_what_is_told(release, indexer) -> None:
    late = make_reader(make_grant(delay=60 * MINUTE))
    release(*(make_item(headline="gas", guid=make_guid(number)) for number in range(1, 4)))
    run(indexer)
    now = START + 62 * MINUTE

    def told() -> list[object]:
        return [
            [queries.latest(late, now)],
            *(
                (search.search(late, plan, now).lines, search.count(late, plan, now))
                for plan in PLANS
            ),
            search.facets(late, EVERYTHING, now),
            search.complete_words(late, "ga", now),
            search.complete_words(late, "can", now),
            search.did_you_mean(late, "canery", now),
        ]

    before = told()
    for number in (1, 5, 6):
        is_new = number > 3
        release(
            make_item(
                guid=make_guid(number),
                version=1 if is_new else 2,
                headline="canary",
                genre="genre:Interview",
                update_type=UpdateType.NEW if is_new else UpdateType.DEVELOPMENT,
            )
        )
        assert told() == before
        run(indexer)
        assert told() == before
    assert search.count(late, Says("text", variants("canary")), now + 60 * MINUTE) == 3


@pytest.mark.parametrize("depth", [5, 50])
def test_a_shallow_reader_looks_no_deeper_into_the_log(release, depth: int) -> None:
    release(*(make_item(language="ru") for _ in range(60)))
    release(make_item())
    consumers.run_once(ArchiveConsumer(), limit=1000)
    now = START + 61 * MINUTE
    shallow = make_grant(archive=depth * MINUTE, topics=frozenset({"medtop:1"}))
    with CaptureQueriesContext(connection) as taken:
        assert queries.latest(make_reader(shallow), now) == []
    sieve = queries.Sieve.of(make_reader(shallow), now)
    assert sieve.first_seq() == 62 - depth
    assert any(f'"seq" >= {62 - depth}' in query["sql"] for query in taken)
