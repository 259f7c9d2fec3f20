"""What was fetched, taken or void; tests and secret addresses."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.factories.delivery import make_delivery, make_feed
from tests.factories.items import make_kill
from tests.support.feeds import states
from wireroom.customers.services import NotFound, NotValid
from wireroom.delivery.models import Delivery, DeliveryState, FeedAddress
from wireroom.delivery.queries.feeds import addresses_of, feed_of_address
from wireroom.delivery.queries.ledger import tests_of as samples_in
from wireroom.delivery.services.addresses import make_address, note_address_used, revoke_address
from wireroom.delivery.services.feeds import close_feed
from wireroom.delivery.services.fetching import note_fetched
from wireroom.delivery.services.outcomes import note_acknowledged, note_taken, note_void
from wireroom.delivery.services.samples import TooManyTests, send_test

pytestmark = pytest.mark.django_db

ACTOR = "ada@quay.example"


def test_what_was_fetched_is_taken_up_to_the_number(house, company) -> None:
    feed = make_feed(company)
    for _ in range(3):
        house.publish()
    assert note_fetched(feed_id=feed.pk, upto_number=2, now=house.now) == 2
    assert note_fetched(feed_id=feed.pk, upto_number=2, now=house.now) == 0
    feed.refresh_from_db()
    assert states(feed) == [(1, "taken"), (2, "taken"), (3, "pending")]
    assert (feed.taken_number, feed.last_taken_at) == (2, house.now)
    assert Delivery.objects.get(number=1).outcome == "fetched"


def test_what_was_fetched_as_void_is_void(house, company) -> None:
    feed, told = make_feed(company), make_feed(company)
    house.publish(make_kill(house.publish().item))
    note_fetched(feed_id=feed.pk, upto_number=9, now=house.now)
    assert states(feed) == [(1, "void"), (2, "taken")]
    assert Delivery.objects.get(feed=feed, number=1).void_why == "killed"
    note_fetched(feed_id=told.pk, upto_number=9, now=house.now, voids={2: "unwritable"})
    assert states(told) == [(1, "taken"), (2, "void")]
    feed.refresh_from_db()
    assert feed.taken_number == 2


def test_the_taken_number_waits_for_the_lowest_that_is_missing(company, now) -> None:
    feed = make_feed(company)
    rows = [make_delivery(feed) for _ in range(3)]
    note_taken(delivery_id=rows[1].pk, now=now)
    feed.refresh_from_db()
    assert feed.taken_number == 0
    note_void(delivery_id=rows[0].pk, why="rights", now=now)
    feed.refresh_from_db()
    assert feed.taken_number == 2
    note_taken(delivery_id=rows[2].pk, now=now, outcome="delivered")
    feed.refresh_from_db()
    assert (feed.taken_number, feed.last_taken_at) == (3, now)
    rows[2].refresh_from_db()
    assert (rows[2].sends, rows[2].outcome, rows[2].taken_at) == (1, "delivered", now)


def test_only_what_was_taken_is_acknowledged_and_once(company, now) -> None:
    feed = make_feed(company)
    waits, has = make_delivery(feed), make_delivery(feed)
    note_taken(delivery_id=has.pk, now=now)
    for row in (waits, has):
        note_acknowledged(delivery_id=row.pk, now=now)
        note_acknowledged(delivery_id=row.pk, now=now + timedelta(hours=1))
    rows = Delivery.objects.order_by("number").values_list("acknowledged_at", flat=True)
    assert list(rows) == [None, now]


def test_a_test_has_no_number_and_waits_to_be_sent(company, now) -> None:
    feed = make_feed(company)
    pk = send_test(feed_id=feed.pk, sample="kill", now=now, actor=ACTOR)
    row = Delivery.objects.get(pk=pk)
    assert (row.number, row.sample, row.version, row.update_type) == (None, "kill", 2, "kill")
    assert [found.id for found in samples_in(feed.pk)] == [pk]
    note_taken(delivery_id=pk, now=now)
    feed.refresh_from_db()
    assert (feed.last_number, feed.taken_number) == (0, 0)


def test_a_test_that_there_is_not_or_one_too_many_is_refused(company, now) -> None:
    feed = make_feed(company)
    with pytest.raises(NotValid):
        send_test(feed_id=feed.pk, sample="novel", now=now, actor=ACTOR)
    with pytest.raises(NotFound):
        send_test(
            feed_id=feed.pk, of_company_id=company.pk + 1, sample="flash", now=now, actor=ACTOR
        )
    for _ in range(10):
        send_test(feed_id=feed.pk, sample="flash", now=now, actor=ACTOR)
    with pytest.raises(TooManyTests):
        send_test(feed_id=feed.pk, sample="flash", now=now, actor=ACTOR)
    Delivery.objects.update(state=DeliveryState.TAKEN)
    assert send_test(feed_id=feed.pk, sample="flash", now=now, actor=ACTOR)


def test_a_feed_s_tests_are_so_many_an_hour(company, now) -> None:
    feed, other = make_feed(company), make_feed(company)

    def test(feed_id: int, at: datetime) -> int:
        Delivery.objects.update(state=DeliveryState.TAKEN)
        return send_test(feed_id=feed_id, sample="flash", now=at, actor=ACTOR)

    for minute in range(60):
        test(feed.pk, now + timedelta(minutes=minute))
    with pytest.raises(TooManyTests, match="60 tests an hour"):
        test(feed.pk, now + timedelta(minutes=59))
    assert test(other.pk, now + timedelta(minutes=59))
    assert test(feed.pk, now + timedelta(minutes=60))


def test_a_secret_address_opens_its_feed_until_it_is_revoked(company, now) -> None:
    feed = make_feed(company)
    secret = make_address(feed_id=feed.pk, name="Reader", now=now, actor=ACTOR)
    opened = feed_of_address(secret, now)
    assert (opened.feed.code, opened.feed.has_secret) == (feed.code, False)
    assert feed_of_address(secret + "x", now) is None
    assert secret not in str(FeedAddress.objects.values()[0])
    note_address_used(address_id=opened.address_id, now=now)
    note_address_used(address_id=opened.address_id, now=now + timedelta(seconds=30))
    (facts,) = addresses_of(feed.pk)
    assert (facts.name, facts.last_used_at, facts.revoked_at) == ("Reader", now, None)
    with pytest.raises(NotFound):
        revoke_address(address_id=facts.id, of_company_id=company.pk + 1, now=now, actor=ACTOR)
    assert feed_of_address(secret, now)
    revoke_address(address_id=facts.id, of_company_id=company.pk, now=now, actor=ACTOR)
    revoke_address(address_id=facts.id, now=now + timedelta(hours=1), actor=ACTOR)
    assert feed_of_address(secret, now) is None
    assert addresses_of(feed.pk)[0].revoked_at == now


def test_a_closed_feed_opens_by_no_address(company, now) -> None:
    feed = make_feed(company)
    secret = make_address(feed_id=feed.pk, name="Reader", now=now, actor=ACTOR)
    close_feed(feed_id=feed.pk, now=now, actor=ACTOR)
    assert feed_of_address(secret, now) is None


def test_an_address_that_could_not_be_told_apart_is_refused(company, now) -> None:
    feed, pushed = make_feed(company), make_feed(company, destination="sftp")
    make_address(feed_id=feed.pk, name="Reader", now=now, actor=ACTOR)
    for feed_id, name in ((feed.pk, "Reader"), (feed.pk, " "), (pushed.pk, "Other")):
        with pytest.raises(NotValid):
            make_address(feed_id=feed_id, name=name, now=now, actor=ACTOR)
    for number in range(19):
        make_address(feed_id=feed.pk, name=f"No. {number}", now=now, actor=ACTOR)
    with pytest.raises(NotValid):
        make_address(feed_id=feed.pk, name="One more", now=now, actor=ACTOR)
