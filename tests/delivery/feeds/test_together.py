"""Numbers stay dense when many work at once: two workers, rewinds, fetches, and new feeds."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from tests.factories.customers import CompanyFactory, SubscriptionFactory
from tests.factories.delivery import make_feed
from tests.factories.items import release
from wireroom.customers.services import NotValid
from wireroom.delivery.models import Delivery, Feed
from wireroom.delivery.numbering import NumberingConsumer, number_due
from wireroom.delivery.services import feeds
from wireroom.delivery.services.feeds import TooManyFeeds
from wireroom.delivery.services.fetching import note_fetched
from wireroom.delivery.services.rewinding import rewind
from wireroom.kernel.clock import utc_now
from wireroom.wire import consumers

ENTRIES = 15


def in_threads(*works) -> list[object]:
    """Run works at once, each with a connection of its own; what one raises comes out here."""
    gate = threading.Barrier(len(works))

    def run(work):
        gate.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [each.result() for each in [pool.submit(run, work) for work in works]]


class Together:
    """What goes on at once until all is released."""

    def __init__(self, ids: list[int]) -> None:
        self.ids, self.done = ids, threading.Event()

    def release(self) -> None:
        try:
            for _ in range(ENTRIES):
                release()
        finally:
            self.done.set()

    def number(self) -> None:
        numbering = NumberingConsumer()
        while not self.done.is_set() or consumers.run_once(numbering, 7):
            consumers.run_once(numbering, 7)
            number_due(utc_now())

    def rewind(self) -> None:
        while not self.done.is_set():
            for pk in self.ids[:2]:
                since = utc_now() - timedelta(seconds=2)
                rewind(feed_id=pk, since=since, now=utc_now(), actor="a@quay.example")

    def fetch(self) -> None:
        while not self.done.is_set():
            for pk in self.ids:
                note_fetched(feed_id=pk, upto_number=10**9, now=utc_now())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_numbers_are_dense_whoever_works_beside_numbering() -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company)
    life = Together([make_feed(company).pk for _ in range(4)])
    in_threads(life.release, life.number, life.number, life.rewind, life.fetch)
    consumers.run_once(NumberingConsumer())
    for pk in life.ids:
        rows = list(Delivery.objects.filter(feed=pk).order_by("number"))
        assert [row.number for row in rows] == list(range(1, ENTRIES + 1))
        assert len({(row.guid, row.version) for row in rows}) == ENTRIES
        assert Feed.objects.get(pk=pk).last_number == ENTRIES
        note_fetched(feed_id=pk, upto_number=10**9, now=utc_now())
        assert Feed.objects.get(pk=pk).taken_number == ENTRIES


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_take_one_name_or_go_over_the_limit(monkeypatch) -> None:
    monkeypatch.setenv("WIREROOM_FEEDS_PER_COMPANY", "3")
    company = CompanyFactory()
    SubscriptionFactory(company=company)

    def make(name: str):
        def work() -> str:
            try:
                made = feeds.make_feed(
                    company_id=company.pk,
                    name=name,
                    destination="feed",
                    format="item",
                    now=utc_now(),
                    actor="a@quay.example",
                )
            except (NotValid, TooManyFeeds) as error:
                return error.code
            return made.code

        return work

    same = in_threads(*[make("Website")] * 4)
    assert sorted(code for code in same if not code.startswith("fd_")) == ["not_valid"] * 3
    others = in_threads(*[make(f"No. {number}") for number in range(4)])
    assert sorted(code for code in others if not code.startswith("fd_")) == ["too_many_feeds"] * 2
    assert Feed.objects.filter(company_id=company.pk).count() == 3
