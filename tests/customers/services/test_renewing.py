"""Subscriptions go on: adjoining or longer, never overlapping, never into the past."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.customers import SubscriptionFactory
from wireroom.customers.models import RightsChange, Subscription
from wireroom.customers.services import NotFound, NotValid, SubscriptionEnded, SubscriptionOverlaps
from wireroom.customers.services.renewing import extend_subscription, renew_subscription

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def renew(held, until, now):
    return renew_subscription(subscription_id=held.pk, until=until, now=now, actor="ann")


def extend(held, until, now):
    return extend_subscription(subscription_id=held.pk, until=until, now=now, actor="ann")


def test_the_next_period_adjoins_and_carries_the_terms_over(now):
    held = SubscriptionFactory(
        active_to=now + DAY, channels=["api"], delay_minutes=15, sample_only=True, seats=2
    )
    new = renew(held, now + 9 * DAY, now)
    assert new.active_from == held.active_to
    assert (new.channels, new.delay_minutes, new.sample_only, new.seats) == (["api"], 15, True, 2)
    change = RightsChange.objects.latest("id")
    assert (change.what, change.actor) == ("subscription:renew", "ann")


def test_one_that_has_ended_begins_again_now_and_not_in_the_past(now):
    held = SubscriptionFactory(active_to=now - 30 * DAY)
    assert renew(held, None, now).active_from == now


def test_the_next_period_is_not_added_twice(now):
    held = SubscriptionFactory(active_to=now + DAY)
    renew(held, now + 9 * DAY, now)
    with pytest.raises(SubscriptionOverlaps):
        renew(held, now + 9 * DAY, now)
    assert Subscription.objects.count() == 2


def test_extending_into_the_next_period_is_refused(now):
    held = SubscriptionFactory(active_to=now + DAY)
    renew(held, now + 9 * DAY, now)
    with pytest.raises(SubscriptionOverlaps):
        extend(held, now + 2 * DAY, now)
    held.refresh_from_db()
    assert held.active_to == now + DAY


def test_what_has_ended_is_not_extended(now):
    held = SubscriptionFactory(active_to=now)
    with pytest.raises(SubscriptionEnded):
        extend(held, now + DAY, now)


@pytest.mark.parametrize("go_on", [renew, extend])
def test_what_has_no_end_cannot_go_on(now, go_on):
    with pytest.raises(NotValid):
        go_on(SubscriptionFactory(), now + DAY, now)


@pytest.mark.parametrize("go_on", [renew, extend])
def test_an_end_that_is_not_later_is_refused(now, go_on):
    held = SubscriptionFactory(active_to=now + DAY)
    with pytest.raises(NotValid):
        go_on(held, now + DAY, now)


@pytest.mark.parametrize("service", [renew_subscription, extend_subscription])
def test_what_is_not_there_is_not_found(now, service):
    with pytest.raises(NotFound):
        service(subscription_id=0, until=None, now=now, actor="ann")
