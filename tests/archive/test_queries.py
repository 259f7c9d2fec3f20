"""Lists and stories of the archive."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.archive.conftest import NOW, Release
from tests.factories.grants import (
    ECONOMY,
    EVERYTHING,
    HEADLINES,
    NOBODY,
    make_grant,
    make_reader,
)
from tests.factories.stories import (
    make_canary,
    make_correction,
    make_guid,
    make_kill,
    make_story,
)
from wireroom.archive import queries
from wireroom.archive.consumer import ArchiveConsumer
from wireroom.kernel.newsitem import NewsItem, Subject, UpdateType, canonical
from wireroom.wire import consumers

TOPICS = (Subject(code="medtop:04000000"),)


def numbered(number: int, **over: object) -> NewsItem:
    return make_story(guid=make_guid(number), headline=f"Story {number}", **over)


def headlines(reader=EVERYTHING, **options) -> list[str]:
    return [line.headline for line in queries.latest(reader, NOW, **options)]


@pytest.fixture(params=["indexed", "half indexed", "not indexed"])
def settle(request):
    """Let the worker do all, half or none of its work."""

    def run() -> None:
        if request.param != "not indexed":
            consumers.run_once(ArchiveConsumer(), limit=1000 if request.param == "indexed" else 2)

    return run


def test_stories_come_newest_first_each_once(release: Release, settle) -> None:
    release(numbered(1), numbered(2), numbered(3))
    release(numbered(1, version=2, update_type=UpdateType.DEVELOPMENT))
    settle()
    assert headlines() == ["Story 1", "Story 3", "Story 2"]


def test_a_reader_without_a_right_gets_an_empty_list(release: Release, settle) -> None:
    release(numbered(1))
    settle()
    assert headlines(NOBODY) == []


def test_pages_follow_each_other_without_gap_or_repeat(release: Release, settle) -> None:
    release(*(numbered(n) for n in range(1, 8)))
    settle()
    seen, before = [], None
    while page := queries.latest(EVERYTHING, NOW, before=before, limit=3):
        seen += [line.headline for line in page]
        before = page[-1].seq
    assert seen == [f"Story {n}" for n in range(7, 0, -1)]


def test_hidden_stories_take_no_place_on_a_page(release: Release, settle, monkeypatch) -> None:
    monkeypatch.setattr(queries, "_BATCH", 2)
    release(numbered(1, topics=TOPICS), *(numbered(n) for n in range(2, 9)))
    release(numbered(9, topics=TOPICS), numbered(10))
    settle()
    assert headlines(ECONOMY, limit=2) == ["Story 9", "Story 1"]


def test_the_search_for_something_readable_has_an_end(release: Release, monkeypatch) -> None:
    monkeypatch.setattr(queries, "_BATCH", 2)
    release(numbered(1, topics=TOPICS), *(numbered(n) for n in range(2, 9)))
    assert headlines(ECONOMY, limit=2, look_at=4) == []
    assert headlines(ECONOMY, limit=2, look_at=8) == ["Story 1"]


def test_a_genre_lists_its_own_and_no_other(release: Release, settle) -> None:
    release(numbered(1, genre="genre:Interview"), numbered(2), numbered(3, genre="genre:Interview"))
    settle()
    assert headlines(genres=["genre:Interview"]) == ["Story 3", "Story 1"]


def test_a_kill_shows_at_once_and_the_text_is_gone(release: Release, settle) -> None:
    release(make_canary(headline="CANARY"))
    settle()
    release(make_kill())
    lines = queries.latest(EVERYTHING, NOW)
    assert [line.headline for line in lines] == ["KILL: BANK-RATE"]
    assert all(b"CANARY" not in canonical(line.item) for line in lines)


def test_a_hidden_update_moves_nothing(release: Release, settle) -> None:
    release(numbered(1, topics=TOPICS), numbered(2, topics=TOPICS))
    before = queries.latest(ECONOMY, NOW)
    release(make_story(guid=make_guid(1), version=2, update_type=UpdateType.DEVELOPMENT))
    settle()
    assert queries.latest(ECONOMY, NOW) == before


def test_headline_readers_get_lines_without_text(release: Release, settle) -> None:
    release(make_canary())
    settle()
    (line,) = queries.latest(HEADLINES, NOW)
    assert b"CANARY" not in canonical(line.item)


@pytest.mark.parametrize("stories", [1, 40])
def test_a_list_takes_four_queries_however_long(release: Release, stories: int) -> None:
    release(*(numbered(n) for n in range(1, stories + 1)))
    consumers.run_once(ArchiveConsumer())
    with CaptureQueriesContext(connection) as taken:
        queries.latest(EVERYTHING, NOW, limit=stories)
    assert len(taken) == 4


def test_a_story_takes_one_query(release: Release, django_assert_num_queries) -> None:
    release(make_story(), make_correction())
    with django_assert_num_queries(1):
        view = queries.story(EVERYTHING, make_guid(1), NOW)
    assert view is not None
    assert view.current.item.correction is not None


def test_a_hidden_story_is_as_absent_as_none(release: Release, django_assert_num_queries) -> None:
    release(make_story())
    for guid in (make_guid(1), make_guid(2)):
        with django_assert_num_queries(1):
            assert queries.story(NOBODY, guid, NOW) is None


def test_the_state_changes_with_every_release_and_with_nothing_else(release: Release) -> None:
    states = [queries.state()]
    for version in (make_story(), make_correction()):
        release(version)
        states.append(queries.state())
    assert queries.state() == states[-1]
    assert len(set(states)) == 3
    assert {state.epoch for state in states} == {queries.epoch()}


def test_what_the_index_sifts_out_is_only_what_the_policy_refuses(release: Release, settle) -> None:
    """A correction follows its reader out of the genre; a development does not, and v1 stays."""
    release(*(numbered(n, genre="genre:Interview") for n in (1, 2)), numbered(3))
    moved = {"genre": "genre:Current", "version": 2}
    release(numbered(1, update_type=UpdateType.CORRECTION_FACT, **moved))
    release(numbered(2, update_type=UpdateType.DEVELOPMENT, **moved))
    settle()
    interviews = make_grant(genres=frozenset({"genre:Interview"}))
    german = make_grant(languages=frozenset({"de"}))

    def shown(*grants) -> list[tuple[str, int]]:
        lines = queries.latest(make_reader(*grants), NOW)
        return [(line.headline, line.version) for line in lines]

    assert shown(interviews) == [("Story 1", 2), ("Story 2", 1)]
    assert shown(german) == []
    assert shown(interviews, german) == shown(interviews)
    assert shown(interviews, make_grant()) == shown(make_grant())


def test_the_absent_is_looked_at_as_the_hidden_is(release: Release, monkeypatch) -> None:
    looked = []
    whole = queries.view_story
    monkeypatch.setattr(
        queries,
        "view_story",
        lambda reader, chain, now: looked.append(len(chain)) or whole(reader, chain, now),
    )
    release(numbered(1))
    assert queries.story(NOBODY, make_guid(1), NOW) is None
    assert queries.story(NOBODY, make_guid(9), NOW) is None
    assert looked == [1, 1]


def test_whoever_may_read_all_may_not_read_what_is_nowhere(release: Release) -> None:
    release(numbered(1))
    assert queries.story(EVERYTHING, make_guid(1), NOW) is not None
    assert queries.story(EVERYTHING, make_guid(9), NOW) is None
