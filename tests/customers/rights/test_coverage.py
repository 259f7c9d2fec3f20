"""What grants cover, as plans: they say of whole stories what the policy says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from wireroom.customers.policy import Grant, Level, Reader, judge
from wireroom.customers.rights.coverage import NO_TEST, by_product, covered, plan_of
from wireroom.formats.projection import FULL, project
from wireroom.kernel.newsitem import (
    FOLLOWS_THE_READER,
    NewsItem,
    Paragraph,
    Profile,
    PubStatus,
    Subject,
    UpdateType,
)
from wireroom.query.document import Document
from wireroom.query.plan import EVERYTHING, NOTHING, All, Has
from wireroom.query.plan import Released as ReleasedIn
from wireroom.query.predicate import matches

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ECONOMY, ENERGY, SPORT = "medtop:04000000", "medtop:20000256", "medtop:15000000"
QUERIES = (
    "",
    "gas",
    "gas AND oil",
    '"gas price" OR cup',
    "-gas",
    "headline:oil",
    "topic:04000000 urgency:<=3",
    "pric*",
    '"gas oil"~3',
    "date:2026-11-22..2026-11-24",
    "lang:ru OR country:de",
    "gas )",
    "date:today",
    "product:a",
)
"""The last three are no queries of products: whoever holds one gets nothing."""


class Released(Struct, frozen=True):
    """A version and when it was released."""

    item: NewsItem
    released_at: datetime = NOON


topics = st.sampled_from([ECONOMY, ENERGY, SPORT])
moments = st.integers(-5, 5).map(lambda days: NOON + days * DAY)
grants = st.builds(
    Grant,
    product=st.sampled_from("abc"),
    level=st.sampled_from([Level.HEADLINE, Level.FULL]),
    topics=st.frozensets(topics, max_size=2),
    genres=st.frozensets(st.sampled_from(["genre:x", "genre:y"]), max_size=1),
    languages=st.frozensets(st.sampled_from(["en", "en-GB", "ru"]), max_size=1),
    query=st.sampled_from(QUERIES),
    delay=st.sampled_from([0 * DAY, 0 * DAY, 1 * DAY, 3 * DAY]),
    archive=st.sampled_from([None, None, 1 * DAY, 4 * DAY, 40_000 * DAY]),
    stories=st.sampled_from([frozenset(), frozenset(), frozenset({"g"}), frozenset({"other"})]),
    active_from=moments,
    active_to=st.none() | moments,
)
words = st.lists(st.sampled_from(["gas", "oil", "prices", "cup", "the"]), max_size=5).map(" ".join)
releases = st.builds(
    lambda codes, text, at, **facts: Released(
        NewsItem(
            guid="g",
            version=1,
            topics=tuple(Subject(code=code, broader=broader) for code, broader in codes),
            body=(Paragraph(text=text),),
            **facts,
        ),
        at,
    ),
    codes=st.lists(st.tuples(topics, st.sampled_from([(), (ECONOMY,)])), max_size=2),
    text=words,
    at=moments,
    headline=words,
    genre=st.sampled_from(["genre:x", "genre:y"]),
    language=st.sampled_from(["en", "en-GB", "ru"]),
    urgency=st.integers(1, 8),
    profile=st.sampled_from(Profile),
    pub_status=st.sampled_from(PubStatus),
    update_type=st.sampled_from([k for k in UpdateType if k not in FOLLOWS_THE_READER]),
)


def whole(release: Released) -> Document:
    return Document(project(release.item, FULL), release.released_at)


def reader(*held: Grant) -> Reader:
    return Reader(name="r", grants=held)


def grant(**over: object) -> Grant:
    return Grant(**({"product": "p", "level": Level.FULL, "active_from": NOON - DAY} | over))


@given(st.lists(grants, max_size=3), releases, moments)
def test_what_is_covered_is_what_the_policy_gives(
    held: list[Grant], release: Released, now: datetime
) -> None:
    level = judge(reader(*held), [release], now).level
    document = whole(release)
    for wanted in (Level.HEADLINE, Level.FULL):
        plan = covered(reader(*held), now, wanted)
        assert matches(plan, document) == (level >= wanted)


def test_delay_and_depth_bound_the_release_and_belong_to_no_product() -> None:
    bounded = grant(delay=DAY, archive=3 * DAY, topics=frozenset({ENERGY}))
    assert plan_of(bounded) == Has((f"topic={ENERGY}",))
    tick = timedelta(microseconds=1)
    period = ReleasedIn(NOON - 3 * DAY, NOON - DAY + tick)
    assert covered(reader(bounded), NOON, Level.FULL) == All(
        (All((plan_of(bounded), period)), NO_TEST)
    )
    whole = grant(delay=DAY)
    assert covered(reader(whole), NOON, Level.FULL) == All(
        (ReleasedIn(None, NOON - DAY + tick), NO_TEST)
    )
    never = grant(delay=3 * DAY, archive=DAY)
    assert covered(reader(never), NOON, Level.FULL) == NOTHING
    assert covered(reader(never, grant()), NOON, Level.FULL) == NO_TEST


@given(grants, releases)
def test_the_plan_of_a_grant_is_what_it_covers(held: Grant, release: Released) -> None:
    document = whole(release)
    assert matches(plan_of(held), document) == held.covers(release)


def test_a_grant_of_everything_asks_for_nothing() -> None:
    assert plan_of(grant()) == EVERYTHING


def test_nothing_is_covered_without_a_grant_in_force_of_that_level() -> None:
    assert covered(reader(), NOON, Level.HEADLINE) == NOTHING
    headline = reader(grant(level=Level.HEADLINE))
    assert covered(headline, NOON, Level.FULL) == NOTHING
    assert covered(headline, NOON, Level.HEADLINE) != NOTHING
    assert covered(headline, NOON - 2 * DAY, Level.HEADLINE) == NOTHING


def test_equal_products_give_equal_plans_whatever_their_periods() -> None:
    one = grant(topics=frozenset({SPORT, ENERGY}))
    other = grant(topics=frozenset({ENERGY, SPORT}), active_from=NOON - 2 * DAY)
    assert covered(reader(one), NOON, Level.FULL) == covered(reader(one, other), NOON, Level.FULL)


def test_a_product_is_all_that_its_grants_in_force_give() -> None:
    energy, sport = grant(topics=frozenset({ENERGY})), grant(topics=frozenset({SPORT}))
    over = grant(active_to=NOON)
    plans = by_product([energy, sport, over, grant(product="q", active_from=NOON + DAY)], NOON)
    assert plans.keys() == {"p"}
    for code, meets in ((ENERGY, True), (SPORT, True), (ECONOMY, False)):
        item = NewsItem(
            guid="g", version=1, language="en", headline="h", topics=(Subject(code=code),)
        )
        assert matches(plans["p"], Document(item, NOON)) is meets
    assert by_product([energy], NOON) == {"p": Has((f"topic={ENERGY}",))}
