"""What account pages are given to show."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
)
from tests.factories.providers import IdentityProviderFactory
from wireroom.customers import directory

pytestmark = pytest.mark.django_db


def test_people_come_by_name_those_who_left_last_and_staff_not_at_all():
    company = CompanyFactory()
    for name, active in (("Zoë", True), ("adam", True), ("Bea", False)):
        PersonFactory(company=company, first_name=name, last_name="", is_active=active)
    StaffFactory(company=company)
    PersonFactory()
    assert [each.name for each in directory.people_of(company.pk)] == ["adam", "Zoë", "Bea"]


def test_administrators_are_those_who_can_sign_in():
    company = CompanyFactory()
    boss = PersonFactory(company=company, role="administrator")
    PersonFactory(company=company, role="administrator", is_active=False)
    PersonFactory(company=company)
    assert [each.person_id for each in directory.administrators_of(company.pk)] == [boss.pk]


def test_a_role_of_somebody_of_the_agency_administers_no_company():
    insider = StaffFactory(company=CompanyFactory(), role="administrator")
    loner = PersonFactory(company=None, role="administrator")
    boss = PersonFactory(role="administrator")
    found = [directory.profile_of(each.pk).is_administrator for each in (insider, loner, boss)]
    assert found == [False, False, True]
    assert directory.profile_of(987654) is None


def test_names_of_other_companies_people_are_not_given():
    mine, theirs = PersonFactory(), PersonFactory()
    assert set(directory.names_of(mine.company_id, [mine.pk, theirs.pk])) == {mine.pk}


@pytest.mark.parametrize(
    ("sold", "bought", "both"),
    [
        ([], [], []),
        (["api", "stream"], [], ["api", "stream"]),
        ([], ["email"], ["email"]),
        (["api", "stream"], ["stream", "email"], ["stream"]),
        (["api"], ["email"], ["none"]),
    ],
)
def test_a_channel_is_there_when_product_and_subscription_have_it(now, sold, bought, both):
    kept = SubscriptionFactory(product__channels=sold, channels=bought)
    assert directory.offered_to(kept.company_id, now)[0].channels == both


def test_the_longer_delay_counts(now):
    kept = SubscriptionFactory(product__delay_minutes=15, delay_minutes=60)
    assert directory.offered_to(kept.company_id, now)[0].delay_minutes == 60


def test_a_public_product_that_is_subscribed_to_is_said_once(now):
    product = ProductFactory(public=True)
    kept = SubscriptionFactory(product=product)
    (found,) = directory.offered_to(kept.company_id, now)
    assert not found.is_public
    assert directory.offered_to(None, now) == []


@pytest.mark.parametrize(
    ("begins", "ends", "state"),
    [(-1, None, "running"), (0, 1, "running"), (-1, 0, "past"), (1, None, "coming")],
)
def test_a_subscription_s_state_follows_the_half_open_period(now, begins, ends, state):
    kept = SubscriptionFactory(
        active_from=now + timedelta(days=begins),
        active_to=None if ends is None else now + timedelta(days=ends),
    )
    (found,) = directory.subscriptions_of(kept.company_id, now)
    assert found.state == state


def test_tokens_of_a_company_are_its_own_and_its_people_s(now):
    company = CompanyFactory()
    own = AccessTokenFactory(company=company, name="own")
    hers = AccessTokenFactory(company=None, person=PersonFactory(company=company), name="hers")
    AccessTokenFactory()
    old = AccessTokenFactory(company=company, name="old", expires_at=now)
    found = directory.tokens_of(company.pk, now)
    assert {each.token_id for each in found} == {own.pk, hers.pk, old.pk}
    assert found[-1].name == "old"
    assert [each.state for each in found] == ["good", "good", "expired"]
    assert directory.token_of(own.pk, CompanyFactory().pk, now) is None


def test_a_company_s_secrets_are_not_given():
    provider = IdentityProviderFactory(config={"client_id": "id"}, secret="sealed")
    facts = directory.company_facts(provider.company_id)
    assert facts.providers[0].name == provider.name
    assert "sealed" not in str(facts)
    assert directory.company_facts(987654) is None
