"""What readers of feeds have is written down, and nothing that they have not."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError

from tests.factories.items import make_item, make_kill, release
from tests.support.feed_talk import make_reader, publish
from wireroom.customers import services as customers
from wireroom.delivery.models import Delivery
from wireroom.delivery.source import had
from wireroom.kernel.clock import utc_now

pytestmark = pytest.mark.django_db


def states(feed):
    rows = Delivery.objects.filter(feed=feed).order_by("number")
    return [(row.state, row.void_why) for row in rows]


def taken_number(feed):
    feed.refresh_from_db()
    return feed.taken_number


def test_what_has_left_is_marked_once_and_stays_pending():
    feed, other = make_reader("wr_1"), make_reader("wr_2")
    for _ in range(3):
        publish()
    had.write_handed({feed.pk: {1, 3}})
    had.write_handed({feed.pk: {1}})
    rows = Delivery.objects.filter(feed=feed).order_by("number")
    assert [(row.state, row.attempts) for row in rows] == [
        ("pending", 1),
        ("pending", 0),
        ("pending", 1),
    ]
    assert not Delivery.objects.filter(feed=other, attempts__gt=0).exists()


@pytest.mark.parametrize(
    ("since", "upto", "taken"),
    [(0, 2, 2), (0, 3, 3), (1, 3, 3), (2, 3, 1), (3, 3, 1), (0, 1, 1)],
)
def test_a_number_is_taken_when_all_before_it_are(since, upto, taken):
    feed = make_reader("wr_1")
    for _ in range(3):
        publish()
    had.write_had({(feed.pk, 0, 1)}, utc_now())
    had.write_had({(feed.pk, since, upto)}, utc_now())
    assert taken_number(feed) == taken


def test_of_two_readers_the_one_who_had_it_all_counts():
    feed = make_reader("wr_1")
    for _ in range(4):
        publish()
    had.write_had({(feed.pk, 3, 4), (feed.pk, 0, 2)}, utc_now())
    assert taken_number(feed) == 2
    had.write_had({(feed.pk, 3, 4), (feed.pk, 2, 4)}, utc_now())
    assert taken_number(feed) == 4


def test_a_number_that_left_with_its_text_is_taken_even_if_its_story_was_killed_since():
    feed = make_reader("wr_1")
    seen, unseen = make_item(), make_item()
    for item in (seen, unseen):
        publish(item)
    had.write_handed({feed.pk: {1}})
    for item in (seen, unseen):
        release(make_kill(item))
    had.write_had({(feed.pk, 0, 2)}, utc_now())
    assert states(feed) == [("taken", ""), ("void", "killed")]


def test_a_number_that_nobody_may_read_any_more_is_void_when_it_is_passed():
    feed = make_reader("wr_1")
    publish()
    now = utc_now()
    customers.end_subscription(subscription_id=feed.subscription.pk, now=now, actor=None)
    had.write_had({(feed.pk, 0, 1)}, now + timedelta(seconds=1))
    assert states(feed) == [("void", "rights")]


@pytest.fixture
def written(monkeypatch):
    """What is written, and a gate that holds the writer up."""
    writes, gate = [], threading.Event()

    def write(facts, *_):
        assert gate.wait(20)
        writes.append(facts)

    monkeypatch.setattr(had, "write_handed", lambda handed: None)
    monkeypatch.setattr(had, "write_had", write)
    yield writes, gate
    gate.set()


def test_what_comes_while_one_is_being_written_goes_with_the_next(written):
    writes, gate = written
    writer = had.Writer()
    writer.note({}, {(1, 0, 5)})
    writer.write(100.0)
    writer.note({}, {(1, 0, 6)})
    writer.note({}, {(2, 0, 1)})
    writer.write(200.0)
    assert writes == [], "and nobody waited"
    gate.set()
    writer.finish(20)
    assert writes == [{(1, 0, 5)}, {(1, 0, 6), (2, 0, 1)}]


def test_it_is_not_written_all_the_time_and_nothing_is_nothing(written):
    writes, gate = written
    gate.set()
    writer = had.Writer()
    writer.write(99.0)
    assert writer._thread is None
    writer.note({}, {(1, 0, 5)})
    writer.write(100.0)
    writer._thread.join(20)
    writer.note({}, {(1, 0, 6)})
    writer.write(100.1)
    assert writes == [{(1, 0, 5)}]
    writer.write(101.0)
    writer._thread.join(20)
    assert writes == [{(1, 0, 5)}, {(1, 0, 6)}]


def test_what_a_database_refused_is_said_again(written, monkeypatch):
    writes, gate = written
    gate.set()

    def refuse(handed):
        raise DatabaseError("locked")

    writer = had.Writer()
    with monkeypatch.context() as broken:
        broken.setattr(had, "write_handed", refuse)
        writer.note({7: {1}}, {(7, 0, 1)})
        writer.write(100.0)
        writer._thread.join(20)
    assert writes == []
    writer.write(101.0)
    writer._thread.join(20)
    assert writes == [{(7, 0, 1)}]
