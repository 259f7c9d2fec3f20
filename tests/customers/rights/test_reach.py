"""The desk hears how far a story reaches, in numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec import Struct

from tests.factories.customers import CompanyFactory, ProductFactory, SubscriptionFactory
from tests.factories.items import make_item, make_kill
from wireroom.customers import queries
from wireroom.kernel.newsitem import Subject

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
GAS = {"topics": (Subject(code="medtop:gas"),)}


class Released(Struct, frozen=True):
    item: object
    released_at: object


@pytest.fixture
def gas():
    return ProductFactory(name="Gas", topics=["medtop:gas"])


def test_each_company_counts_once_and_each_product_is_named(gas, now):
    everything = ProductFactory(name="Everything")
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=gas)
    SubscriptionFactory(company=company, product=everything)
    SubscriptionFactory(product=everything)
    SubscriptionFactory(product__topics=["medtop:sport"])

    found = queries.audience_of([make_item(**GAS)], now)

    assert found == (("Everything", "Gas"), 2, False)


def test_a_story_outside_every_product_reaches_nobody(gas, now):
    SubscriptionFactory(product=gas)
    assert queries.audience_of([make_item()], now) == ((), 0, False)


def test_ended_subscriptions_and_inactive_companies_do_not_count(gas, now):
    SubscriptionFactory(product=gas, active_to=now)
    SubscriptionFactory(product=gas, company__active=False)
    assert queries.audience_of([make_item(**GAS)], now) == ((), 0, False)


def test_the_public_counts_as_such(now):
    ProductFactory(name="Free", public=True)
    assert queries.audience_of([make_item()], now) == (("Free",), 0, True)


def test_a_kill_still_reaches_a_company_whose_subscription_ended_after_the_release(gas, now):
    SubscriptionFactory(product=gas, active_to=now - DAY)
    SubscriptionFactory(product=gas, active_to=now - 3 * DAY)
    first = Released(make_item(**GAS), now - 2 * DAY)
    kill = make_kill(first.item)

    assert queries.audience_of([first, kill], now) == (("Gas",), 1, False)


def test_any_number_of_companies_costs_three_queries(gas, now, django_assert_num_queries):
    for _ in range(3):
        SubscriptionFactory(product=gas)
    with django_assert_num_queries(3):
        queries.audience_of([make_item(**GAS)], now)
