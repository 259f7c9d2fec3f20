"""The pages of single records: the account at a glance, and who changed what when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.customers import (
    START,
    AccessTokenFactory,
    CompanyFactory,
    DemoRequestFactory,
    PersonFactory,
    ProductFactory,
    SubscriptionFactory,
)
from wireroom.customers import services
from wireroom.customers.models import AccessEvent, RightsChange
from wireroom.kernel.clock import utc_now

pytestmark = pytest.mark.django_db


def page_of(client, name, record) -> str:
    return client.get(reverse(f"{name}:inspect", args=[record.pk])).content.decode()


@pytest.fixture
def company(now):
    company = CompanyFactory(name="Merrow Bank", notes="Pays late.")
    for name, begins, ends in (
        ("Running", START, None),
        ("Coming", now.replace(year=2090), None),
        ("Past", START, START + timedelta(days=30)),
    ):
        SubscriptionFactory(
            company=company, product=ProductFactory(name=name), active_from=begins, active_to=ends
        )
    PersonFactory(company=company, email="ann@merrow.example", role="administrator")
    AccessTokenFactory(company=company, name="their CMS")
    DemoRequestFactory(company=company, state="converted")
    return company


@pytest.mark.parametrize("who", ["sales", "support"])
def test_a_company_is_seen_at_a_glance(request, who, company):
    page = page_of(request.getfixturevalue(who), "company", company)
    for shown in (
        "Running", "Coming", "1 in the past", "ann@merrow.example", "Administrator",
        "any number of", "their CMS", "Grace Prospect", "Pays late.",
    ):  # fmt: skip
        assert shown in page, shown


def test_the_next_acts_are_offered_to_those_who_may(sales, support, company):
    acts = (reverse("subscription:add"), reverse("customers_invite", args=[company.pk]))
    see_as = f"{reverse('customers_see_as')}?company={company.pk}"
    page = page_of(sales, "company", company)
    assert all(address in page for address in (*acts, see_as))
    page = page_of(support, "company", company)
    assert see_as in page
    assert not any(address in page for address in acts)


def test_a_company_costs_the_same_however_much_it_has(
    sales, company, django_assert_max_num_queries
):
    for number in range(12):
        person = PersonFactory(company=company)
        AccessTokenFactory(company=company, person=person)
        SubscriptionFactory(company=company, active_from=START + timedelta(days=number))
    with django_assert_max_num_queries(30):
        page_of(sales, "company", company)


def test_long_lists_are_cut_and_lead_on(sales, company):
    PersonFactory.create_batch(25, company=company)
    page = page_of(sales, "company", company)
    assert "6 more" in page
    assert f"{reverse('customer:index')}?company={company.code}" in page


def test_the_history_says_who_changed_what_from_what_to_what(sales, now):
    held = SubscriptionFactory(company__name="Merrow Bank", product__name="Gas news")
    services.end_subscription(subscription_id=held.pk, now=now, actor="ann@agency.example")
    SubscriptionFactory(company__name="Somebody Else")

    page = page_of(sales, "subscription", held)
    assert "subscription:end" in page
    assert "ann@agency.example" in page
    assert "2026-11-24 12:00 UTC" in page
    assert "Gas news" in page
    assert "Somebody Else" not in page


def test_a_form_is_in_the_history_of_its_record(sales):
    product = ProductFactory(level="full")
    facts = {"name": product.name, "code": product.code, "level": "headline", "active": "on"}
    sales.post(reverse("product:edit", args=[product.pk]), facts)

    change = RightsChange.objects.filter(subject=f"product:{product.pk}").latest("id")
    assert change.actor == "sales@agency.example"
    page = page_of(sales, "product", product)
    assert "headline" in page
    assert "sales@agency.example" in page


def test_access_to_a_person_is_in_their_history(support, now):
    person = PersonFactory()
    AccessEvent.record(
        what="view_as:began", subject=f"person:{person.pk}", actor="bob", now=now, reason="ticket 9"
    )
    page = page_of(support, "customer", person)
    assert "view_as:began" in page
    assert "ticket 9" in page


def test_a_change_of_rights_is_shown_with_before_and_after(sales):
    company = CompanyFactory(active=True)
    services.set_company_active(
        company_id=company.pk, active=False, now=START, actor="ann@agency.example"
    )
    page = page_of(sales, "rightschange", RightsChange.objects.latest("id"))
    assert "company:deactivate" in page
    assert "<td>yes</td><td>no</td>" in page.replace("\n", "")


def test_a_title_in_a_list_leads_to_the_record_and_not_into_a_form(sales):
    company = CompanyFactory(name="Merrow Bank")
    page = sales.get(reverse("company:index")).content.decode()
    start = page.index("Merrow Bank")
    assert reverse("company:inspect", args=[company.pk]) in page[start - 400 : start]


def test_the_home_names_what_ends_soon_and_what_waits(sales, support, editor):
    now = utc_now()
    soon = SubscriptionFactory(company__name="Soon Ltd", active_to=now + timedelta(days=3))
    SubscriptionFactory(company__name="Later Ltd", active_to=now + timedelta(days=90))
    DemoRequestFactory(state="proven")
    DemoRequestFactory(state="active")

    home = reverse("wagtailadmin_home")
    for client in (sales, support):
        page = client.get(home).content.decode()
        assert reverse("company:inspect", args=[soon.company_id]) in page
        assert "Later Ltd" not in page
        assert "wait for a decision: 1" in page
    assert "Soon Ltd" not in editor.get(home).content.decode()


def test_a_long_list_of_ends_is_cut_on_the_home(sales):
    product = ProductFactory()
    for number in range(22):
        SubscriptionFactory(product=product, active_to=utc_now() + timedelta(days=1 + number))
    assert "2 more" in sales.get(reverse("wagtailadmin_home")).content.decode()
