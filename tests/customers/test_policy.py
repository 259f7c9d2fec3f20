"""The one access policy, against plain cases and against a slow, obvious oracle."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from wireroom.customers.policy import Grant, Level, Reader, Reason, judge
from wireroom.kernel.newsitem import NewsItem, Paragraph, Profile, Subject, UpdateType

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ECONOMY, ENERGY, SPORT = "medtop:04000000", "medtop:20000256", "medtop:15000000"


class Released(Struct, frozen=True):
    """A version and when it was released."""

    item: NewsItem
    released_at: datetime = NOON


def item(version: int = 1, *, topics: tuple[Subject, ...] = (), **over: object) -> NewsItem:
    """Build a version of one story."""
    content = {"guid": "g", "version": version, "language": "en", "headline": "h", "topics": topics}
    return NewsItem(**(content | over))


def grant(product: str = "p", level: Level = Level.FULL, **over: object) -> Grant:
    """Build a grant in force at noon."""
    return Grant(**({"product": product, "level": level, "active_from": NOON - DAY} | over))


def reader(*grants: Grant) -> Reader:
    """Build a reader holding `grants`."""
    return Reader(name="r", grants=grants)


def test_a_grant_without_filters_gives_everything_and_says_by_which_product() -> None:
    verdict = judge(reader(grant("wire")), [Released(item())], NOON)
    assert (verdict.level, verdict.reason, verdict.product) == (Level.FULL, Reason.GRANTED, "wire")


def test_without_a_grant_there_is_nothing_and_the_reason() -> None:
    verdict = judge(reader(), [Released(item())], NOON)
    assert (verdict.level, verdict.reason) == (Level.NONE, Reason.NO_ACTIVE_GRANT)


def test_the_highest_level_of_all_grants_counts() -> None:
    both = reader(grant("a", Level.HEADLINE), grant("b", Level.FULL, topics=frozenset({SPORT})))
    assert judge(both, [Released(item())], NOON).level is Level.HEADLINE
    sport = item(topics=(Subject(code=SPORT),))
    assert judge(both, [Released(sport)], NOON).level is Level.FULL


def test_a_topic_takes_its_narrower_ones_along_but_not_its_broader() -> None:
    energy = item(topics=(Subject(code=ENERGY, broader=(ECONOMY,)),))
    assert judge(reader(grant(topics=frozenset({ECONOMY}))), [Released(energy)], NOON).level
    economy = item(topics=(Subject(code=ECONOMY),))
    outside = judge(reader(grant(topics=frozenset({ENERGY}))), [Released(economy)], NOON)
    assert (outside.level, outside.reason) == (Level.NONE, Reason.OUTSIDE_PRODUCTS)


@pytest.mark.parametrize(
    ("moment", "level"),
    [
        (NOON - timedelta(microseconds=1), Level.NONE),
        (NOON, Level.FULL),
        (NOON + DAY - timedelta(microseconds=1), Level.FULL),
        (NOON + DAY, Level.NONE),
    ],
)
def test_a_period_is_half_open(moment: datetime, level: Level) -> None:
    limited = reader(grant(active_from=NOON, active_to=NOON + DAY))
    assert judge(limited, [Released(item())], moment).level is level


@pytest.mark.parametrize("kind", ["correction_fact", "correction_minor", "hold", "kill"])
def test_corrections_holds_and_kills_follow_whoever_had_an_earlier_version(kind: str) -> None:
    economist = reader(grant("eco", topics=frozenset({ECONOMY})))
    chain = [
        Released(item(topics=(Subject(code=ECONOMY),))),
        Released(item(2, topics=(Subject(code=SPORT),), update_type=UpdateType(kind))),
    ]
    verdict = judge(economist, chain, NOON)
    assert (verdict.level, verdict.reason) == (Level.FULL, Reason.FOLLOWS_EARLIER_VERSION)
    stranger = reader(grant("law", topics=frozenset({"medtop:02000000"})))
    assert judge(stranger, chain, NOON).level is Level.NONE


@pytest.mark.parametrize("kind", ["new", "development", "writethru", "add", "repeat"])
def test_other_updates_do_not_follow(kind: str) -> None:
    chain = [
        Released(item(topics=(Subject(code=ECONOMY),))),
        Released(item(2, topics=(Subject(code=SPORT),), update_type=UpdateType(kind))),
    ]
    assert judge(reader(grant(topics=frozenset({ECONOMY}))), chain, NOON).level is Level.NONE


def test_a_kill_follows_a_customer_whose_subscription_has_ended_since() -> None:
    lapsed = reader(grant(active_to=NOON + DAY))
    later = NOON + 3 * DAY
    kill = item(2, update_type=UpdateType.KILL)
    assert judge(lapsed, [Released(item()), Released(kill, later)], later).level is Level.FULL
    after_its_end = [Released(item(), NOON + 2 * DAY), Released(kill, later)]
    assert judge(lapsed, after_its_end, later).level is Level.NONE


def test_what_followed_is_given_at_the_level_of_then() -> None:
    then = reader(grant(level=Level.HEADLINE, topics=frozenset({ECONOMY})))
    chain = [
        Released(item(topics=(Subject(code=ECONOMY),))),
        Released(item(2, update_type=UpdateType.CORRECTION_FACT)),
    ]
    assert judge(then, chain, NOON).level is Level.HEADLINE


def test_a_query_narrows_what_the_lists_let_through() -> None:
    gas = reader(grant(topics=frozenset({ECONOMY}), query="gas"))
    economy = (Subject(code=ECONOMY),)
    assert judge(gas, [Released(item(headline="Gas is dear", topics=economy))], NOON).level
    for outside in (item(headline="Oil is dear", topics=economy), item(headline="Gas is dear")):
        verdict = judge(gas, [Released(outside)], NOON)
        assert (verdict.level, verdict.reason) == (Level.NONE, Reason.OUTSIDE_PRODUCTS)


def test_a_query_is_asked_of_the_whole_story_also_for_headlines() -> None:
    headlines = reader(grant(level=Level.HEADLINE, query="gas"))
    story = item(body=(Paragraph(text="It is about gas."),))
    assert judge(headlines, [Released(story)], NOON).level is Level.HEADLINE


def test_a_query_asks_when_the_version_was_released_not_when_it_is_read() -> None:
    november = reader(grant(query="date:2026-11"))
    assert judge(november, [Released(item())], NOON).level is Level.FULL
    december = Released(item(), NOON + 20 * DAY)
    assert judge(november, [december], NOON).level is Level.NONE


def test_a_kill_follows_whoever_had_the_story_by_a_query_that_it_no_longer_meets() -> None:
    kill = Released(item(2, headline="KILL", update_type=UpdateType.KILL))
    story = Released(item(headline="Gas is dear"))
    assert judge(reader(grant(query="gas")), [story, kill], NOON).level is Level.FULL
    assert judge(reader(grant(query="oil")), [story, kill], NOON).level is Level.NONE


@pytest.mark.parametrize("text", ["gas AND", "date:today", "product:p"])
def test_a_query_that_is_none_covers_nothing(text: str) -> None:
    assert judge(reader(grant(query=text)), [Released(item(headline="gas"))], NOON).level == 0


def test_tests_go_to_nobody() -> None:
    verdict = judge(reader(grant()), [Released(item(profile=Profile.TEST))], NOON)
    assert (verdict.level, verdict.reason) == (Level.NONE, Reason.NOT_FOR_CUSTOMERS)


topics = st.sampled_from([ECONOMY, ENERGY, SPORT])
moments = st.integers(-5, 5).map(lambda days: NOON + days * DAY)
grants = st.builds(
    Grant,
    product=st.sampled_from("abc"),
    level=st.sampled_from([Level.HEADLINE, Level.FULL]),
    topics=st.frozensets(topics, max_size=2),
    genres=st.frozensets(st.sampled_from("xy"), max_size=1),
    languages=st.frozensets(st.sampled_from(["en", "ru"]), max_size=1),
    query=st.sampled_from(["", "gas"]),
    active_from=moments,
    active_to=st.none() | moments,
)
versions = st.builds(
    lambda codes, headline, genre, language, kind, at: Released(
        item(
            topics=tuple(Subject(code=code) for code in codes),
            headline=headline,
            genre=genre,
            language=language,
            update_type=kind,
        ),
        at,
    ),
    st.lists(topics, max_size=2),
    st.sampled_from(["Gas", "Oil"]),
    st.sampled_from("xy"),
    st.sampled_from(["en", "ru"]),
    st.sampled_from(UpdateType),
    moments,
)


def slow_level(grants: list[Grant], chain: list[Released], now: datetime) -> int:
    """Say the level as the design's sentences do, one by one."""

    def at(version: Released, moment: datetime) -> int:
        best = 0
        for g in grants:
            started, ended = (
                g.active_from <= moment,
                g.active_to is not None and g.active_to <= moment,
            )
            codes = {t.code for t in version.item.topics}
            fits = (
                (not g.topics or codes & g.topics)
                and (not g.genres or version.item.genre in g.genres)
                and (not g.languages or version.item.language in g.languages)
                and (not g.query or version.item.headline == "Gas")
            )
            if started and not ended and fits:
                best = max(best, int(g.level))
        return best

    level = at(chain[-1], now)
    if chain[-1].item.update_type.value in {"correction_fact", "correction_minor", "hold", "kill"}:
        for version in chain[:-1]:
            level = max(level, at(version, version.released_at))
    return level


@given(st.lists(grants, max_size=4), st.lists(versions, min_size=1, max_size=4), moments)
def test_policy_equals_the_slow_oracle(
    held: list[Grant], chain: list[Released], now: datetime
) -> None:
    assert judge(reader(*held), chain, now).level == slow_level(held, chain, now)
