"""What is new on the wire, as one reader sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.grants import EVERYTHING, HEADLINES, NOBODY
from tests.factories.items import make_item, make_kill, release
from wireroom.customers.policy import Level, Reader
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Profile
from wireroom.matching import services
from wireroom.matching.queries import fresh
from wireroom.query.plan import EVERYTHING as ALL
from wireroom.query.plan import Not, Says

pytestmark = pytest.mark.django_db

HARBOUR = Says("text", (("harbour",),))
MONDAY = Says("text", (("monday",),))
PLANS = {"all": ALL, "harbour": HARBOUR, "monday": MONDAY, "no monday": Not(MONDAY)}


def found(reader: Reader, after: int = 0, **over) -> list[tuple[int, list[str]]]:
    lines = fresh(7, PLANS, reader, after, utc_now(), **over).found
    return [(line.seq, met) for line, met in lines]


def test_each_version_comes_with_the_plans_that_it_meets() -> None:
    release()
    release(headline="Wheat", slugline="", body=())
    assert found(EVERYTHING) == [(1, ["all", "harbour", "monday"]), (2, ["all", "no monday"])]
    assert found(EVERYTHING, 1) == [(2, ["all", "no monday"])]
    assert found(EVERYTHING, 2) == found(NOBODY) == []


def test_a_reader_of_headlines_is_asked_about_headlines() -> None:
    release()
    ((line, met),) = fresh(7, PLANS, HEADLINES, 0, utc_now()).found
    assert met == ["all", "harbour", "no monday"]
    assert (line.level, line.item.body) == (Level.HEADLINE, ())


def test_of_a_story_only_the_version_that_stands_is_there() -> None:
    item = release().item
    second = release(make_item(guid=item.guid, version=2)).item
    assert [seq for seq, _ in found(EVERYTHING)] == [2]
    release(make_kill(second))
    ((line, _),) = fresh(7, {"all": ALL}, EVERYTHING, 0, utc_now()).found
    assert (line.seq, line.guid, line.version) == (3, item.guid, 3)
    assert "Monday" not in repr(line)
    assert line.first_released_at <= line.released_at


def test_a_test_is_shown_to_nobody() -> None:
    release(profile=Profile.TEST)
    assert found(EVERYTHING) == []


def test_it_goes_on_where_it_stopped() -> None:
    for _ in range(3):
        release()
    first = fresh(7, PLANS, EVERYTHING, 0, utc_now(), limit=2)
    assert ([line.seq for line, _ in first.found], first.read_to, first.more) == ([1, 2], 2, True)
    rest = fresh(7, PLANS, EVERYTHING, first.read_to, utc_now(), limit=2)
    assert ([line.seq for line, _ in rest.found], rest.read_to, rest.more) == ([3], 3, False)
    none = fresh(7, PLANS, EVERYTHING, 3, utc_now())
    assert (none.found, none.read_to, none.more) == ([], 3, False)


def test_a_muted_story_is_there_and_marked() -> None:
    loud, quiet = release(), release()
    now = utc_now()
    until = now + timedelta(hours=1)
    services.mute_story(person_id=7, guid=quiet.guid, until=until, now=now)
    lines = fresh(7, PLANS, EVERYTHING, 0, now).found
    assert [(line.guid, line.is_muted) for line, _ in lines] == [
        (loud.guid, False),
        (quiet.guid, True),
    ]


def test_three_queries_are_enough_for_any_number_of_versions(django_assert_num_queries) -> None:
    for _ in range(5):
        release()
    with django_assert_num_queries(3):
        assert len(found(EVERYTHING)) == 5
    with django_assert_num_queries(1):
        assert found(EVERYTHING, 5) == []
