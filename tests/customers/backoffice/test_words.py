"""What the back office says: what was done, names in the place of codes, nothing of nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db.models import QuerySet
from django.urls import reverse

from tests.factories.customers import (
    START,
    AccessTokenFactory,
    CompanyFactory,
    DemoRequestFactory,
    PersonFactory,
    ProductFactory,
    SignInFactory,
    SubscriptionFactory,
    demo_application,
    proof_of,
)
from wireroom.customers.models import AccessEvent, Company, DemoRequest, TermsOfUse
from wireroom.customers.services.demo_opening import open_demo
from wireroom.customers.services.demo_requests import request_demo
from wireroom.kernel.clock import utc_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    """A demo that runs, come to by a prospect's own way."""
    ProductFactory(name="Gas news")
    request_demo(application=demo_application(country="NO"), now=utc_now())
    secret = proof_of()
    open_demo(secret=secret, password="correct horse battery", now=utc_now(), address="192.0.2.7")
    return DemoRequest.objects.get()


def page_of(client, name, record) -> str:
    return client.get(reverse(f"{name}:inspect", args=[record.pk])).content.decode()


def told(client, name, record, **facts) -> str:
    answer = client.post(reverse(name, args=[record.pk]), facts)
    *_, message = get_messages(answer.wsgi_request)
    return str(message)


def test_what_was_done_with_a_demo_is_said(sales, demo):
    product = ProductFactory(name="Oil news")
    assert told(sales, "demorequest:extend", demo, days="7").startswith("Extended to ")
    said = told(sales, "demorequest:convert", demo, products=[product.pk])
    assert said == "Converted to paid (Oil news): Grace Prospect, Quay Bank."
    other = DemoRequestFactory(company_name="Acme")
    said = told(sales, "demorequest:refuse", other, why="A competitor.")
    assert said == "Refused: Grace Prospect, Acme."


def test_what_was_done_with_subscriptions_tokens_and_sessions_is_said(sales):
    held = SubscriptionFactory(active_to=utc_now() + timedelta(days=9))
    said = told(sales, "subscription:extend", held, until="2090-01-31")
    assert said.startswith("Extended to 31 Jan 2090, 00:00 UTC: ")
    assert told(sales, "subscription:renew", held, until="").startswith(
        "Renewed until further notice: "
    )
    assert told(sales, "subscription:end", held).startswith("Ended: ")
    assert told(sales, "accesstoken:revoke", AccessTokenFactory(name="CMS")).startswith("Revoked: ")
    assert told(sales, "signin:end", SignInFactory()).startswith("Session ended: ")


def test_the_history_of_a_demo_is_its_way(sales, demo):
    product = ProductFactory(name="Oil news")
    told(sales, "demorequest:extend", demo, days="7")
    assert "<strong>Ends</strong>" in page_of(sales, "demorequest", demo)
    told(sales, "demorequest:convert", demo, products=[product.pk], seats="3")

    page = page_of(sales, "demorequest", demo)
    assert "<strong>Ends</strong>" not in page
    for step in ("requested", "proven", "opened", "extended", "converted"):
        assert f"demo:{step}</a>" in page
    assert "products: Oil news; seats: 3" in page
    assert "has not changed since" not in page


def test_a_company_from_before_the_audit_says_that_nothing_changed(sales):
    (old,) = QuerySet(Company).bulk_create([Company(code="old", name="Old")])
    assert "has not changed since" in page_of(sales, "company", old)
    assert "has not changed since" not in page_of(sales, "company", CompanyFactory())


def test_a_session_has_no_rights_that_could_change(sales):
    assert "has not changed since" not in page_of(sales, "signin", SignInFactory())


@pytest.mark.parametrize(
    ("name", "make"), [("company", CompanyFactory), ("demorequest", DemoRequestFactory)]
)
def test_a_country_is_shown_by_its_name(sales, name, make):
    record = make(country="NO")
    assert "Norway" in page_of(sales, name, record)
    assert "Norway" in sales.get(reverse(f"{name}:index")).content.decode()
    assert "Norway" not in page_of(sales, name, make(country="SE"))


def test_companies_are_narrowed_to_a_country(sales):
    CompanyFactory(name="Fjord Bank", country="NO")
    CompanyFactory(name="Lake Bank", country="SE")
    page = sales.get(reverse("company:index"), {"country": "NO"}).content.decode()
    assert "Fjord Bank" in page
    assert "Lake Bank" not in page


def test_nothing_is_said_of_what_nothing_is_known_of(sales):
    page = page_of(sales, "demorequest", DemoRequestFactory(phone="", message="Gas, please."))
    assert "Gas, please." in page
    assert "<dt>Phone</dt>" not in page
    assert "<dd>—</dd>" not in page


def test_nothing_that_means_something_is_said(sales):
    page = page_of(sales, "subscription", SubscriptionFactory(seats=None, channels=[]))
    for label, words in (
        ("Seats", "No limit"), ("Channels", "All"), ("Active to", "Until further notice"),
    ):  # fmt: skip
        assert f"<dt>{label}</dt><dd>{words}</dd>" in page
    page = page_of(sales, "subscription", SubscriptionFactory(seats=3, channels=["api"]))
    assert "<dt>Seats</dt><dd>3</dd>" in page
    assert "<dd>All</dd>" not in page


def test_the_audits_name_whom_they_are_about(sales):
    person = PersonFactory(email="ann@merrow.example")
    event = AccessEvent.record(
        what="sign_in:ok", subject=f"person:{person.pk}", actor="typed@other.example", now=START,
        method="password",
    )  # fmt: skip
    AccessEvent.record(what="terms:published", subject="terms:1", now=START)

    page = sales.get(reverse("accessevent:index")).content.decode()
    assert "ann@merrow.example" in page
    assert "terms:1" in page
    page = page_of(sales, "accessevent", event)
    assert f"ann@merrow.example (person:{person.pk})" in page
    assert "<dt>Detail</dt><dd>method: password</dd>" in page
    assert "{" not in page.partition("<dt>Detail</dt>")[2].partition("</dl>")[0]


def test_the_same_terms_are_not_published_again(sales):
    add = reverse("termsofuse:add")
    sales.post(add, {"text": "Be fair.\n"})
    page = sales.post(add, {"text": " Be fair."}).content.decode()
    assert "This is version 1, which is in force." in page
    assert "Version 1 is in force since" in page
    assert AccessEvent.objects.filter(what="terms:published").count() == 1


def test_terms_are_shown_as_customers_see_them(sales):
    sales.post(reverse("termsofuse:add"), {"text": "# Fair play\n\n<b>Be</b> fair."})
    page = sales.get(reverse("termsofuse:inspect", args=[TermsOfUse.objects.get().pk]))
    page = page.content.decode()
    assert "<h2>Fair play</h2>" in page
    assert "<b>Be</b>" not in page
    assert "Agreed to 0 times" in page
