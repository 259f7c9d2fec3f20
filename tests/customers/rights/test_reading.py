"""What one reader sees of one story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.factories.grants import ECONOMY, EVERYTHING, HEADLINES, NOBODY, make_grant, make_reader
from tests.factories.stories import (
    make_canary,
    make_correction,
    make_hold,
    make_kill,
    make_story,
)
from wireroom.customers.policy import Level
from wireroom.customers.rights.reading import view_story
from wireroom.kernel.newsitem import NewsItem, Subject, UpdateType, canonical
from wireroom.wire.entries import Entry

START = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
NOW = START + timedelta(days=1)
TOPICS = (Subject(code="medtop:04000000"),)


def chain(*items: NewsItem) -> list[Entry]:
    return [
        Entry.of(
            seq=seq * 10, released_at=START + timedelta(hours=seq), raw=canonical(item), hash=b""
        )
        for seq, item in enumerate(items, 1)
    ]


def test_a_reader_sees_the_newest_version_and_those_before() -> None:
    view = view_story(EVERYTHING, chain(make_story(), make_correction()), NOW)
    assert view is not None
    assert view.current.headline == "Central bank cuts key rate to 14%"
    assert [line.version for line in view.versions] == [1, 2]
    assert view.first_released_at == START + timedelta(hours=1)


def test_a_reader_without_a_right_sees_no_story() -> None:
    assert view_story(NOBODY, chain(make_story()), NOW) is None


def test_no_story_is_no_view() -> None:
    assert view_story(EVERYTHING, [], NOW) is None


def test_a_reader_of_headlines_sees_no_byte_of_any_version_s_text() -> None:
    second = make_canary(version=2, update_type=UpdateType.DEVELOPMENT)
    view = view_story(HEADLINES, chain(make_canary(), second), NOW)
    assert view is not None
    assert view.current.level is Level.HEADLINE
    assert all(b"CANARY" not in canonical(line.item) for line in view.versions)


def test_a_killed_story_has_its_notice_and_nothing_else() -> None:
    view = view_story(EVERYTHING, chain(make_canary(), make_kill()), NOW)
    assert view is not None
    assert view.is_killed
    assert [line.headline for line in view.versions] == ["KILL: BANK-RATE"]
    assert view.current.item.ednotes[0].text == "The decision was not taken."


def test_a_held_story_has_its_notice_and_nothing_else() -> None:
    view = view_story(EVERYTHING, chain(make_canary(), make_hold()), NOW)
    assert view is not None
    assert view.is_held
    assert not view.is_killed
    assert view.versions == (view.current,)
    assert b"CANARY" not in canonical(view.current.item)


def test_a_version_after_the_hold_brings_the_story_back() -> None:
    back = make_story(version=3, update_type=UpdateType.DEVELOPMENT)
    view = view_story(EVERYTHING, chain(make_story(), make_hold(), back), NOW)
    assert view is not None
    assert not view.is_held
    assert view.current.version == 3


def test_a_hidden_development_does_not_exist_for_the_reader() -> None:
    hidden = make_story(version=2, update_type=UpdateType.DEVELOPMENT, headline="CANARY")
    view = view_story(ECONOMY, chain(make_story(topics=TOPICS), hidden), NOW)
    assert view is not None
    assert view.current.version == 1
    assert view.current.seq == 10


def test_a_kill_reaches_the_reader_of_an_earlier_version_whatever_its_codes() -> None:
    view = view_story(ECONOMY, chain(make_story(topics=TOPICS), make_kill()), NOW)
    assert view is not None
    assert view.is_killed


def test_a_kill_of_a_story_never_readable_stays_as_absent_as_the_story() -> None:
    assert view_story(ECONOMY, chain(make_story(), make_kill()), NOW) is None


def test_what_a_hidden_kill_stopped_is_not_shown_to_a_reader_who_came_later() -> None:
    story = chain(make_story(topics=TOPICS), make_kill())
    late = make_reader(make_grant(topics=frozenset({"medtop:04000000"}), active_from=NOW))
    assert view_story(late, story[:1], NOW) is not None
    assert view_story(late, story, NOW) is None


def test_the_first_time_is_that_of_the_first_version_the_reader_may_see() -> None:
    opened = make_story(version=2, topics=TOPICS, update_type=UpdateType.DEVELOPMENT)
    view = view_story(ECONOMY, chain(make_story(), opened), NOW)
    assert view is not None
    assert view.first_released_at == START + timedelta(hours=2)
    assert [line.version for line in view.versions] == [2]
