"""Grants: delay, depth, channels and samples, at their edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec import Struct

from tests.factories.grants import make_grant, make_reader
from wireroom.customers.policy import Channel, Level, Reason, judge, live, on_channel
from wireroom.kernel.newsitem import NewsItem, Profile, UpdateType

TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
MINUTE, DAY, TICK = timedelta(minutes=1), timedelta(days=1), timedelta(microseconds=1)
LATE = make_grant(product="late", delay=15 * MINUTE)
SHALLOW = make_grant(product="shallow", archive=30 * DAY)


class Released(Struct, frozen=True):
    """A version and when it was released."""

    item: NewsItem
    released_at: datetime = TEN


def version(number: int = 1, at: datetime = TEN, **over: object) -> Released:
    facts = {"guid": "g", "version": number, "language": "en", "headline": "h"}
    return Released(NewsItem(**facts | over), at)


def reason(grant, now: datetime, *story: Released, channel: Channel | None = None) -> Reason:
    return judge(make_reader(grant), story or (version(),), now, channel).reason


@pytest.mark.parametrize(
    ("grant", "now", "answer"),
    [
        (LATE, TEN + 15 * MINUTE - TICK, Reason.DELAYED),
        (LATE, TEN + 15 * MINUTE, Reason.GRANTED),
        (SHALLOW, TEN + 30 * DAY, Reason.GRANTED),
        (SHALLOW, TEN + 30 * DAY + TICK, Reason.BEYOND_ARCHIVE),
        (make_grant(), TEN - TICK, Reason.GRANTED),
    ],
)
def test_the_moment_of_a_delay_and_of_a_depth_belongs_to_it(grant, now, answer) -> None:
    assert reason(grant, now) is answer


def test_a_channel_that_was_not_sold_gives_nothing_and_says_so() -> None:
    grant = make_grant(channels=frozenset({Channel.API, Channel.FEED}))
    assert reason(grant, TEN, channel=Channel.API) is Reason.GRANTED
    assert reason(grant, TEN, channel=Channel.TERMINAL) is Reason.OTHER_CHANNEL
    assert on_channel(make_reader(grant), Channel.FEED).grants == (grant,)
    assert on_channel(make_reader(grant), Channel.TERMINAL).grants == ()


def test_samples_are_their_stories_and_no_others() -> None:
    grant = make_grant(stories=frozenset({"g"}))
    assert reason(grant, TEN) is Reason.GRANTED
    assert reason(grant, TEN, version(guid="other")) is Reason.OUTSIDE_PRODUCTS


def test_the_nearest_refusal_is_the_reason() -> None:
    elsewhere = make_grant(languages=frozenset({"ru"}))
    over = make_grant(active_to=TEN - DAY)
    assert judge(make_reader(over, elsewhere), [version()], TEN).reason is Reason.OUTSIDE_PRODUCTS
    both = make_reader(elsewhere, LATE, over)
    assert judge(both, [version()], TEN).reason is Reason.DELAYED


def test_the_correction_of_what_could_be_read_comes_at_once() -> None:
    story = version(), version(2, TEN + 20 * MINUTE, update_type=UpdateType.CORRECTION_FACT)
    assert reason(LATE, TEN + 20 * MINUTE, *story) is Reason.FOLLOWS_EARLIER_VERSION
    development = version(2, TEN + 20 * MINUTE, update_type=UpdateType.DEVELOPMENT)
    assert reason(LATE, TEN + 20 * MINUTE, story[0], development) is Reason.DELAYED


def test_the_correction_of_what_is_not_due_comes_together_with_it() -> None:
    story = version(), version(2, TEN + 5 * MINUTE, update_type=UpdateType.CORRECTION_FACT)
    before, due = TEN + 15 * MINUTE - TICK, TEN + 15 * MINUTE
    assert reason(LATE, before, *story) is Reason.DELAYED
    assert reason(LATE, before, story[0]) is Reason.DELAYED
    assert reason(LATE, due, story[0]) is Reason.GRANTED
    assert reason(LATE, due, *story) is Reason.FOLLOWS_EARLIER_VERSION


def test_a_kill_does_not_reach_who_could_never_have_read_the_story() -> None:
    over = make_grant(delay=15 * MINUTE, active_to=TEN + 10 * MINUTE)
    kill = version(2, TEN + 12 * MINUTE, update_type=UpdateType.KILL)
    assert reason(over, TEN + DAY, version(), kill) is Reason.NO_ACTIVE_GRANT
    in_time = make_grant(delay=5 * MINUTE, active_to=TEN + 10 * MINUTE)
    assert reason(in_time, TEN + DAY, version(), kill) is Reason.FOLLOWS_EARLIER_VERSION


def test_depth_does_not_hide_the_kill_of_what_was_received() -> None:
    kill = version(2, TEN + DAY, update_type=UpdateType.KILL)
    later = TEN + 99 * DAY
    assert reason(SHALLOW, later, version(), kill) is Reason.FOLLOWS_EARLIER_VERSION
    new = make_grant(archive=30 * DAY, active_from=TEN + 2 * DAY)
    assert reason(new, later, version(), kill) is Reason.BEYOND_ARCHIVE


def test_a_test_version_was_nobodys_and_is_followed_by_nothing() -> None:
    over = make_reader(make_grant(active_to=TEN + MINUTE))
    correction = version(2, TEN + DAY, update_type=UpdateType.CORRECTION_FACT)
    tested = [version(profile=Profile.TEST), correction]
    assert judge(over, tested, TEN + DAY).level is Level.NONE
    assert judge(over, [version(), correction], TEN + DAY).level is Level.FULL


def test_what_is_live_is_neither_late_nor_a_sample() -> None:
    plain = make_grant(archive=DAY)
    sample = make_grant(stories=frozenset({"g"}))
    reader = make_reader(LATE, plain, sample)
    assert live(reader).grants == (plain,)
    at_once = make_reader(plain)
    assert live(at_once) is at_once
