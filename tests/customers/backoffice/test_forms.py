"""What the forms of the back office offer, and what they ask before they take something away."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.customers import (
    CompanyFactory,
    DemoRequestFactory,
    PersonFactory,
    StaffFactory,
    SubscriptionFactory,
)
from wireroom.customers.models import Company

pytestmark = pytest.mark.django_db


def test_only_those_who_may_sell_are_offered_as_sellers(sales, support, editor):
    StaffFactory(email="gone@agency.example", is_active=False, is_superuser=True)
    StaffFactory(email="chief@agency.example", first_name="Cleo", is_superuser=True)
    for address in (
        reverse("demorequest:convert", args=[DemoRequestFactory().pk]),
        reverse("subscription:add"),
        reverse("company:add"),
    ):
        form = sales.get(address).context["form"]
        field = form.fields.get("sold_by") or form.fields["manager"]
        offered = set(field.queryset.values_list("email", flat=True))
        assert offered == {"sales@agency.example", "chief@agency.example"}, address


def test_whom_a_record_names_stays_offered_there_and_nowhere_else(sales, editor):
    held = SubscriptionFactory(sold_by=editor.person)
    company = CompanyFactory(manager=editor.person)
    for name, record, field in (
        ("subscription", held, "sold_by"), ("company", company, "manager"),
    ):  # fmt: skip
        form = sales.get(reverse(f"{name}:edit", args=[record.pk])).context["form"]
        assert editor.person in form.fields[field].queryset
        form = sales.get(reverse(f"{name}:add")).context["form"]
        assert editor.person not in form.fields[field].queryset

    facts = {"name": "Acme", "code": company.code, "active": "on", "manager": editor.person.pk}
    sales.post(reverse("company:edit", args=[company.pk]), facts)
    company.refresh_from_db()
    assert (company.name, company.manager) == ("Acme", editor.person)
    sales.post(reverse("company:add"), facts | {"code": "other"})
    assert not Company.objects.filter(code="other").exists()


def test_a_country_is_chosen_by_name_and_an_unlisted_one_is_kept(sales):
    facts = {"name": "Acme", "code": "acme", "active": "on", "country": "NO"}
    sales.post(reverse("company:add"), facts)
    assert Company.objects.get(code="acme").country == "NO"
    assert sales.post(reverse("company:add"), facts | {"code": "b", "country": "XX"}).context
    assert not Company.objects.filter(code="b").exists()
    old = CompanyFactory(country="XX")
    facts = {"name": "Old", "code": old.code, "active": "on", "country": "XX"}
    sales.post(reverse("company:edit", args=[old.pk]), facts)
    old.refresh_from_db()
    assert (old.name, old.country) == ("Old", "XX")


@pytest.fixture
def administrator():
    return PersonFactory(company__name="Merrow Bank", role="administrator")


STEPS_DOWN = [{"role": "reader"}, {"is_active": ""}, {"company": "another"}]


def change(client, person, **over):
    facts = {
        "email": person.email, "company": person.company_id, "role": person.role,
        "is_active": "on", "first_name": "Changed",
    } | over  # fmt: skip
    if facts["company"] == "another":
        facts["company"] = CompanyFactory().pk
    return client.post(reverse("customer:edit", args=[person.pk]), facts)


@pytest.mark.parametrize("step", STEPS_DOWN)
def test_the_last_administrator_steps_down_only_when_that_is_said(sales, administrator, step):
    PersonFactory(company=administrator.company)
    PersonFactory(company=administrator.company, role="administrator", is_active=False)

    page = change(sales, administrator, **step).content.decode()
    assert "Make somebody else an administrator first" in page
    assert "the only administrator of Merrow Bank" in page
    administrator.refresh_from_db()
    assert administrator.first_name == "Ada"

    change(sales, administrator, **step, without_administrator="on")
    administrator.refresh_from_db()
    assert administrator.first_name == "Changed"


@pytest.mark.parametrize("step", STEPS_DOWN)
def test_one_of_two_administrators_steps_down_without_a_word(sales, administrator, step):
    PersonFactory(company=administrator.company, role="administrator")
    change(sales, administrator, **step)
    administrator.refresh_from_db()
    assert administrator.first_name == "Changed"


def test_the_last_administrator_is_changed_otherwise_without_a_word(sales, administrator):
    change(sales, administrator)
    administrator.refresh_from_db()
    assert administrator.first_name == "Changed"
