"""Changes of topics are numbered in the order of their commits."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from tests.factories.items import release
from tests.factories.matching import catch_up, make_reader, make_topic
from wireroom.kernel.clock import utc_now
from wireroom.matching.consumer import MatchingConsumer
from wireroom.matching.live import LiveIndex
from wireroom.matching.models import Topic
from wireroom.matching.services import claim_due, next_change

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_second_change_waits_for_the_first_so_that_no_follower_skips_it() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer; PostgreSQL needs the lock that this proves.")
    people = [make_reader(), make_reader()]
    first_is_written, second_is_done = Event(), Event()

    def second() -> None:
        first_is_written.wait(10)
        make_topic(people[1], "second")
        second_is_done.set()
        connection.close()

    other = Thread(target=second)
    other.start()
    live = LiveIndex()
    with transaction.atomic():
        make_topic(people[0], "first")
        first_is_written.set()
        assert not second_is_done.wait(0.5)
    other.join(10)
    now = utc_now()
    live.refresh(now, now)
    assert len(live.index) == 2
    changes = Topic.objects.order_by("change_number").values_list("query", flat=True)
    assert list(changes) == ["first", "second"]


def test_numbers_go_on_after_a_change_that_was_undone() -> None:
    with transaction.atomic():
        first = next_change()
    with transaction.atomic():
        next_change()
        transaction.set_rollback(True)
    with transaction.atomic():
        assert next_change() == first + 1


def test_two_senders_at_once_share_what_is_due() -> None:
    make_topic(make_reader(), email="instant", on_screen=False)
    for _ in range(4):
        release()
    catch_up(MatchingConsumer())
    got: list[int] = []

    def send() -> None:
        while found := claim_due(channel="email", limit=1, now=utc_now()):
            got.extend(due.id for due in found)
        connection.close()

    senders = [Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(30)
    assert len(got) == len(set(got)) == 4
