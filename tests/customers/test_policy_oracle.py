"""The policy against a slow and obvious reading of docs/reference/access-policy.md.

The oracle below shares nothing with the policy but the shapes of its data. It says of each grant
and each version, in words of the page, whether the one gives the other; random stories and readers
do the rest. They are small on purpose: few codes, few moments, so that edges are met often.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from msgspec import Struct

from wireroom.customers.policy import (
    Channel,
    Grant,
    Level,
    Reader,
    Reason,
    judge,
    on_channel,
    reasons,
)
from wireroom.customers.rights.coverage import covered
from wireroom.formats.projection import FULL, project
from wireroom.kernel.newsitem import NewsItem, Paragraph, Profile, Subject, UpdateType
from wireroom.query.document import Document
from wireroom.query.predicate import matches

START = datetime(2026, 11, 24, 10, tzinfo=UTC)
STEP = timedelta(minutes=15)
STEPS = 12
NARROWER = {"own:gas": ("own:energy",), "own:energy": (), "own:sport": ()}
WORDS = ("gas", "oil", "cup")
CASES = 10_000
PARTS = 10
FOLLOWING = {"correction_fact", "correction_minor", "hold", "kill"}


class Version(Struct, frozen=True):
    """A released version."""

    item: NewsItem
    released_at: datetime


# What the page says, word for word.


def covers(grant: Grant, version: Version) -> bool:
    item = version.item
    if grant.stories and item.guid not in grant.stories:
        return False
    if grant.languages and item.language not in grant.languages:
        return False
    if grant.genres and item.genre not in grant.genres:
        return False
    carried = {code for topic in item.topics for code in [topic.code, *NARROWER[topic.code]]}
    if grant.topics and not any(topic in carried for topic in grant.topics):
        return False
    if grant.query:  # one word, here
        return grant.query in item.body[0].text.split()
    return True


def in_force(grant: Grant, moment: datetime) -> bool:
    if moment < grant.active_from:
        return False
    return grant.active_to is None or moment < grant.active_to


def is_too_old(grant: Grant, version: Version, moment: datetime) -> bool:
    return grant.archive is not None and version.released_at < moment - grant.archive


def due(grant: Grant, version: Version) -> datetime:
    return version.released_at + grant.delay


def good_on(grant: Grant, channel: Channel | None) -> bool:
    return channel is None or not grant.channels or channel in grant.channels


def gives(grant: Grant, version: Version, moment: datetime, channel: Channel | None) -> bool:
    return (
        in_force(grant, moment)
        and covers(grant, version)
        and good_on(grant, channel)
        and not is_too_old(grant, version, moment)
        and due(grant, version) <= moment
    )


def oracle(
    grants: Sequence[Grant], story: Sequence[Version], now: datetime, channel: Channel | None
) -> tuple[Level, Reason]:
    *earlier, latest = story
    if latest.item.profile is Profile.TEST:
        return Level.NONE, Reason.NOT_FOR_CUSTOMERS
    today = max((g.level for g in grants if gives(g, latest, now, channel)), default=Level.NONE)
    then = Level.NONE
    if latest.item.update_type.value in FOLLOWING:
        then = max((had(grants, each, now, channel) for each in earlier), default=Level.NONE)
    if then > today:
        return then, Reason.FOLLOWS_EARLIER_VERSION
    if today:
        return today, Reason.GRANTED
    return Level.NONE, why_not(grants, latest, now, channel)


def had(grants: Sequence[Grant], version: Version, now: datetime, channel: Channel | None) -> Level:
    if version.item.profile is Profile.TEST:
        return Level.NONE
    levels = [Level.NONE]
    for grant in grants:
        moment = due(grant, version)
        if moment <= now and gives(grant, version, moment, channel):
            levels.append(grant.level)
    return max(levels)


def why_not(
    grants: Sequence[Grant], version: Version, now: datetime, channel: Channel | None
) -> Reason:
    in_the_way = []
    for grant in grants:
        if not in_force(grant, now):
            in_the_way.append(5)
        elif not covers(grant, version):
            in_the_way.append(4)
        elif not good_on(grant, channel):
            in_the_way.append(3)
        elif is_too_old(grant, version, now):
            in_the_way.append(2)
        else:
            in_the_way.append(1)
    return {
        1: Reason.DELAYED,
        2: Reason.BEYOND_ARCHIVE,
        3: Reason.OTHER_CHANNEL,
        4: Reason.OUTSIDE_PRODUCTS,
        5: Reason.NO_ACTIVE_GRANT,
    }[min(in_the_way, default=5)]


# Chance.


def some(chance: random.Random, found: Sequence[str], empty: float = 0.5) -> frozenset[str]:
    if chance.random() < empty:
        return frozenset()
    return frozenset(chance.sample(found, chance.randint(1, 2)))


def moment(chance: random.Random, first: int = 0) -> datetime:
    nudge = timedelta(microseconds=chance.choice([0, 0, 0, 1, -1]))
    return START + chance.randint(first, STEPS) * STEP + nudge


def some_grant(chance: random.Random) -> Grant:
    return Grant(
        product=chance.choice("abc"),
        level=chance.choice([Level.HEADLINE, Level.FULL]),
        topics=some(chance, list(NARROWER)),
        genres=some(chance, ["genre:x", "genre:y", "genre:z"], 0.7),
        languages=some(chance, ["en", "ru", "de"], 0.7),
        query=chance.choice(["", "", "", *WORDS]),
        delay=chance.choice([0, 0, 1, 2, 4]) * STEP,
        archive=chance.choice([None, None, 1 * STEP, 3 * STEP, 6 * STEP]),
        channels=frozenset(map(Channel, some(chance, ["terminal", "stream", "api"], 0.6))),
        stories=some(chance, ["story", "another", "third"], 0.85),
        active_from=moment(chance, -8),
        active_to=chance.choice([None, None, moment(chance, 0)]),
    )


def some_story(chance: random.Random) -> list[Version]:
    times = sorted(chance.randint(0, STEPS) for _ in range(chance.randint(1, 4)))
    return [
        Version(
            NewsItem(
                guid="story",
                version=number,
                language=chance.choice(["en", "en", "ru"]),
                headline="h",
                genre=chance.choice(["genre:x", "genre:x", "genre:y"]),
                profile=chance.choices([Profile.NEWS, Profile.TEST], [12, 1])[0],
                topics=tuple(
                    Subject(code=code, broader=NARROWER[code])
                    for code in some(chance, list(NARROWER), 0.2)
                ),
                body=(Paragraph(text=" ".join(chance.sample(WORDS, 2))),),
                update_type=chance.choice(list(UpdateType)) if number > 1 else UpdateType.NEW,
            ),
            START + at * STEP,
        )
        for number, at in enumerate(times, 1)
    ]


def some_case(
    chance: random.Random,
) -> tuple[list[Grant], list[Version], datetime, Channel | None]:
    """Give grants, a story as far as it is released, a moment, and perhaps a channel."""
    grants = [some_grant(chance) for _ in range(chance.randint(0, 4))]
    channel = chance.choice([None, None, Channel.TERMINAL, Channel.STREAM, Channel.API])
    story = some_story(chance)
    now = max(moment(chance), story[0].released_at)
    return grants, [each for each in story if each.released_at <= now], now, channel


@pytest.mark.parametrize("part", range(PARTS))
def test_the_policy_says_what_the_page_says(part: int) -> None:
    chance = random.Random(part)
    seen: Counter[Reason] = Counter()
    for number in range(CASES // PARTS):
        grants, story, now, channel = some_case(chance)
        verdict = judge(Reader(name="r", grants=tuple(grants)), story, now, channel)
        wanted = oracle(grants, story, now, channel)
        assert (verdict.level, verdict.reason) == wanted, (part, number)
        seen[verdict.reason] += 1
    assert set(seen) == set(Reason)
    assert min(seen.values()) >= 10


@pytest.mark.parametrize("part", range(PARTS))
def test_a_reader_made_for_a_channel_sees_what_the_whole_one_sees_there(part: int) -> None:
    chance = random.Random(part)
    for number in range(200):
        grants, story, now, _ = some_case(chance)
        reader = Reader(name="r", grants=tuple(grants))
        for channel in (Channel.TERMINAL, Channel.STREAM, Channel.API):
            narrowed = judge(on_channel(reader, channel), story, now)
            assert narrowed.level == judge(reader, story, now, channel).level, (part, number)
            assert narrowed.reason is not Reason.OTHER_CHANNEL


@pytest.mark.parametrize("part", range(PARTS))
def test_each_grant_by_itself_explains_the_whole(part: int) -> None:
    """The best of the single answers is the answer; each is what the oracle says of it alone."""
    chance = random.Random(part)
    for number in range(200):
        grants, story, now, channel = some_case(chance)
        reader = Reader(name="r", grants=tuple(grants))
        found = reasons(reader, story, now, channel)
        for each in found:
            assert (each.level, each.reason) == oracle([each.grant], story, now, channel), number
            is_late = each.reason is Reason.DELAYED
            assert each.readable_at == (due(each.grant, story[-1]) if is_late else None)
        best = max((each.level for each in found), default=Level.NONE)
        assert best == judge(reader, story, now, channel).level
        assert [each.grant for each in found] == grants


@pytest.mark.parametrize("part", range(PARTS))
def test_plans_say_of_single_versions_what_the_policy_says(part: int) -> None:
    chance = random.Random(part)
    answers: Counter[bool] = Counter()
    for number in range(400):
        grants, story, now, _ = some_case(chance)
        reader = Reader(name="r", grants=tuple(grants))
        for version in story:
            level = judge(reader, [version], now).level
            document = Document(project(version.item, FULL), version.released_at)
            for wanted in (Level.HEADLINE, Level.FULL):
                answer = matches(covered(reader, now, wanted), document)
                assert answer == (level >= wanted), (part, number)
                answers[answer] += 1
    assert min(answers[True], answers[False]) > 100


@pytest.mark.parametrize("part", range(PARTS))
def test_no_corrected_text_is_given_without_its_correction(part: int) -> None:
    """Who reads a version by a grant that was theirs when it came out reads what corrects it."""
    chance = random.Random(part)
    met = 0
    for _ in range(1000):
        grants, story, now, _ = some_case(chance)
        lasting = [g for g in grants if g.active_to is None and g.active_from <= START]
        reader = Reader(name="r", grants=tuple(lasting))
        item = story[-1].item
        if item.profile is Profile.NEWS and item.update_type.value in FOLLOWING:
            before = max(judge(reader, story[:at], now).level for at in range(1, len(story)))
            assert judge(reader, story, now).level >= before
            met += before > Level.NONE
    assert met >= 10
