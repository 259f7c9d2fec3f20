"""A company reads by a channel for its feeds, as its people would."""

from __future__ import annotations

import pytest

from tests.factories.customers import (
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    SubscriptionFactory,
)
from wireroom.customers.policy import Channel
from wireroom.customers.queries import readers_of_companies, readers_of_people
from wireroom.customers.rights.readers import NOBODY

pytestmark = pytest.mark.django_db


def test_a_company_reads_what_its_people_read_by_the_same_channel(now) -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory(code="all"))
    SubscriptionFactory(
        company=company, product=ProductFactory(code="screen", channels=["terminal"])
    )
    ProductFactory(code="free", public=True)
    person = PersonFactory(company=company)
    for channel in (Channel.FEED, Channel.TERMINAL, None):
        company_reader = readers_of_companies([company.pk], now, channel)[company.pk]
        assert company_reader == readers_of_people([person.pk], now, channel)[person.pk]
    held = {
        grant.product
        for grant in readers_of_companies([company.pk], now, Channel.FEED)[company.pk].grants
    }
    assert held == {"all", "free"}


def test_an_inactive_unknown_or_empty_handed_company_reads_nothing(now) -> None:
    inactive, empty = CompanyFactory(active=False), CompanyFactory()
    SubscriptionFactory(company=inactive)
    ProductFactory(code="free", public=True)
    found = readers_of_companies([inactive.pk, empty.pk, 999_999], now, Channel.FEED)
    assert found[inactive.pk] == found[999_999] == NOBODY
    assert found[empty.pk].grants == ()


def test_companies_are_looked_up_together(now, django_assert_num_queries) -> None:
    ids = [SubscriptionFactory().company_id for _ in range(5)]
    with django_assert_num_queries(3):
        assert all(
            reader.grants for reader in readers_of_companies(ids, now, Channel.SFTP).values()
        )
