"""Going on without what is never taken."""

from __future__ import annotations

import pytest

from tests.delivery.feeds.test_rewinding import ACTOR, states, taken
from tests.factories.delivery import make_delivery, make_feed
from tests.factories.items import make_kill
from wireroom.customers.models import AccessEvent
from wireroom.customers.services import NotFound
from wireroom.delivery.models import Delivery, VoidWhy
from wireroom.delivery.services.skipping import NothingToSkip, skip

pytestmark = pytest.mark.django_db


def test_what_was_tried_in_vain_is_void_and_those_behind_it_are_free(house, company) -> None:
    feed = make_feed(company, destination="webhook")
    first = make_delivery(feed, attempts=4)
    make_delivery(feed)
    with pytest.raises(NotFound):
        skip(delivery_id=first.pk, of_company_id=company.pk + 1, now=house.now, actor=ACTOR)
    assert states(feed) == [(1, "pending"), (2, "pending")]
    skip(delivery_id=first.pk, of_company_id=company.pk, now=house.now, actor=ACTOR)
    assert states(feed) == [(1, "void"), (2, "pending")]
    assert taken(feed) == 1
    assert Delivery.objects.get(pk=first.pk).void_why == VoidWhy.SKIPPED
    assert AccessEvent.objects.get(what="feed:skipped").detail["number"] == 1


@pytest.mark.parametrize(
    "facts", [{"attempts": 0}, {"attempts": 1, "state": "taken"}, {"attempts": 1, "state": "void"}]
)
def test_nothing_else_is_skipped(house, company, facts) -> None:
    row = make_delivery(make_feed(company), **facts)
    with pytest.raises(NothingToSkip):
        skip(delivery_id=row.pk, now=house.now, actor=ACTOR)


def test_a_test_has_no_place_in_the_order_and_is_not_skipped(house, company) -> None:
    row = make_delivery(make_feed(company), numbered=False, sample="flash", attempts=1)
    with pytest.raises(NotFound):
        skip(delivery_id=row.pk, now=house.now, actor=ACTOR)


def test_a_kill_still_comes_for_what_was_skipped(house, company) -> None:
    feed = make_feed(company, destination="webhook")
    item = house.publish().item
    Delivery.objects.filter(feed=feed).update(attempts=2)
    skip(delivery_id=Delivery.objects.get(feed=feed).pk, now=house.now, actor=ACTOR)
    house.publish(make_kill(item))
    assert Delivery.objects.get(feed=feed, number=2).update_type == "kill"
