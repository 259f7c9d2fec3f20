"""Subscriptions that end: who is told when, and who is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.factories.customers import (
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
)
from wireroom.customers import services
from wireroom.customers.models import Notice, OutgoingMail

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def sales():
    person = StaffFactory(email="sales@agency.example")
    person.groups.add(Group.objects.get(pk=services.set_up_sales()))
    return person


@pytest.fixture
def company():
    company = CompanyFactory(name="Quay Bank")
    PersonFactory(email="reader@quay.example", company=company)
    PersonFactory(email="admin@quay.example", company=company, role="administrator")
    return company


def told():
    return [(letter.to, letter.subject) for letter in OutgoingMail.objects.order_by("pk")]


def test_administrators_and_sales_are_told_at_thirty_seven_one_and_at_the_end(now, company):
    end = now + 40 * DAY
    SubscriptionFactory(company=company, active_to=end)
    for moment in (now, end - 30 * DAY, end - 20 * DAY, end - 7 * DAY, end - DAY, end, end + DAY):
        services.send_notices(now=moment)
        services.send_notices(now=moment + HOUR)
    kinds = list(Notice.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["ends_in_30", "ends_in_7", "ends_in_1", "ended"]
    assert [to for to, _ in told()] == ["admin@quay.example", "sales@agency.example"] * 4
    subjects = [subject for to, subject in told() if to == "admin@quay.example"]
    assert subjects[0] == "Your subscription to Wireroom ends on 3 January 2027"
    assert subjects[-1] == "Your subscription to Wireroom has ended"


def test_everybody_of_the_company_is_told_when_nobody_administers_it(now):
    company = CompanyFactory()
    PersonFactory(email="a@quay.example", company=company)
    PersonFactory(email="gone@quay.example", company=company, is_active=False)
    SubscriptionFactory(company=company, active_to=now + DAY)
    services.send_notices(now=now)
    assert [to for to, _ in told()] == ["a@quay.example", "sales@agency.example"]


def test_the_company_s_manager_is_told_instead_of_all_sales(now, company):
    company.manager = StaffFactory(email="manager@agency.example")
    company.save()
    SubscriptionFactory(company=company, active_to=now + DAY)
    services.send_notices(now=now)
    assert {to for to, _ in told()} == {"admin@quay.example", "manager@agency.example"}


def test_what_ends_together_is_one_letter(now, company):
    for name in ("World", "Markets"):
        SubscriptionFactory(company=company, product=ProductFactory(name=name), active_to=now + DAY)
    SubscriptionFactory(active_to=now + DAY)
    assert services.send_notices(now=now) == 3
    text = OutgoingMail.objects.get(to="admin@quay.example").text
    assert text.index("- Markets") < text.index("- World")


@pytest.mark.parametrize("gap", [timedelta(0), -DAY])
def test_a_renewed_subscription_is_not_spoken_of(now, company, gap):
    product = ProductFactory()
    end = now + DAY
    SubscriptionFactory(company=company, product=product, active_to=end + gap)
    SubscriptionFactory(company=company, product=product, active_from=end + gap)
    assert services.send_notices(now=now) == 0


def test_another_product_or_a_gap_is_no_renewal(now, company):
    product = ProductFactory()
    SubscriptionFactory(company=company, product=product, active_to=now + DAY)
    SubscriptionFactory(company=company, product=product, active_from=now + 2 * DAY)
    SubscriptionFactory(company=company)
    assert services.send_notices(now=now) == 1


def test_after_an_outage_only_the_latest_notice_is_sent(now, company):
    SubscriptionFactory(company=company, active_to=now + HOUR)
    assert services.send_notices(now=now) == 1
    assert Notice.objects.get().kind == "ends_in_1"
    assert services.send_notices(now=now + 5 * DAY) == 1
    assert services.send_notices(now=now + 6 * DAY) == 0


def test_ends_of_long_ago_are_not_dug_up(now, company):
    SubscriptionFactory(company=company, active_to=now - 8 * DAY)
    assert services.send_notices(now=now) == 0


def test_an_end_that_moved_is_told_anew(now, company):
    subscription = SubscriptionFactory(company=company, active_to=now + DAY)
    services.send_notices(now=now)
    subscription.active_to = now + 7 * DAY
    subscription.save()
    assert services.send_notices(now=now) == 1
    assert services.send_notices(now=now) == 0


def test_demos_and_closed_companies_are_not_spoken_of(now, company):
    SubscriptionFactory(company=company, kind="demo", active_to=now + DAY)
    SubscriptionFactory(company=CompanyFactory(active=False), active_to=now + DAY)
    assert services.send_notices(now=now) == 0


def test_a_company_without_people_is_sales_own_business(now):
    SubscriptionFactory(active_to=now + DAY)
    services.send_notices(now=now)
    assert [to for to, _ in told()] == ["sales@agency.example"]
    assert "Nobody of the company has been told" in OutgoingMail.objects.get().text


def test_the_letter_to_sales_leads_to_the_page_of_that_company(now, company):
    SubscriptionFactory(company=company, active_to=now + DAY)
    services.send_notices(now=now)
    page = reverse("company:inspect", args=[company.pk])
    letters = {letter.to: letter.text for letter in OutgoingMail.objects.all()}
    assert letters["sales@agency.example"].endswith(f"{settings.WIREROOM_SITE_URL}{page}")
    assert "/desk/" not in letters["admin@quay.example"]
