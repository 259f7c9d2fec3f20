"""Finding, filtering and exporting in the lists."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.factories.customers import (
    START,
    AccessTokenFactory,
    CompanyFactory,
    DemoRequestFactory,
    PersonFactory,
    SignInFactory,
    SubscriptionFactory,
)
from wireroom.customers.backoffice import listing
from wireroom.customers.backoffice.listing import harmless
from wireroom.customers.models import AccessEvent, Stage
from wireroom.customers.services import end_subscription

pytestmark = pytest.mark.django_db


def shown(client, name, **asked) -> str:
    return client.get(reverse(f"{name}:index_results"), asked).content.decode()


@pytest.mark.parametrize("asked", ["ada", "LOVELACE", "ada analytic", "engine-works", "ada@"])
def test_a_person_is_found_by_any_part_of_name_address_and_company(sales, asked):
    company = CompanyFactory(name="Analytic Engines", code="engine-works")
    PersonFactory(email="ada@x.example", first_name="Ada", last_name="Lovelace", company=company)
    PersonFactory(email="bob@y.example", first_name="Bob", last_name="Other")

    page = shown(sales, "customer", q=asked)
    assert "ada@x.example" in page
    assert "bob@y.example" not in page


@pytest.mark.parametrize("asked", ["иванов", "Иванов", "ИВАНОВ"])
def test_case_does_not_matter_in_other_scripts_either(sales, asked):
    PersonFactory(email="iv@x.example", last_name="Иванов")
    PersonFactory(email="petr@x.example", last_name="Петров")

    page = shown(sales, "customer", q=asked)
    assert "iv@x.example" in page
    assert "petr@x.example" not in page


def test_every_word_must_be_there(sales):
    PersonFactory(email="ada@x.example", first_name="Ada")
    assert "ada@x.example" not in shown(sales, "customer", q="ada nowhere")


def test_people_are_filtered_by_typing_a_company(sales):
    one, other = CompanyFactory(code="one"), CompanyFactory(code="other")
    PersonFactory(email="a@one.example", company=one)
    PersonFactory(email="b@other.example", company=other)

    page = shown(sales, "customer", company="one")
    assert "a@one.example" in page
    assert "b@other.example" not in page


def test_no_page_offers_all_companies_or_all_people(sales):
    company = CompanyFactory(name="Somebody Else Ltd")
    PersonFactory(email="somebody@else.example", company=company)
    for address in (
        reverse("customer:add"),
        reverse("subscription:add"),
        reverse("accesstoken:add"),
        reverse("identityprovider:add"),
        reverse("customers_see_as"),
        reverse("customers_why"),
        f"{reverse('subscription:index')}?q=nothing",
    ):
        page = sales.get(address).content.decode()
        assert "Somebody Else Ltd" not in page
        assert "somebody@else.example" not in page


def test_a_form_opened_from_a_company_has_it_chosen(sales):
    company = CompanyFactory(name="Merrow Bank")
    page = sales.get(reverse("subscription:add"), {"company": company.pk}).content.decode()
    assert "Merrow Bank" in page


def test_a_chooser_finds_and_leaves_the_agencys_own_people_out(sales):
    PersonFactory(email="ada@x.example", first_name="Ada")
    address = reverse("choose_person:choose_results")
    assert b"ada@x.example" in sales.get(address, {"q": "ada"}).content
    assert b"ada@x.example" not in sales.get(address, {"q": "bob"}).content
    assert b"sales@agency.example" not in sales.get(address, {"q": "sales"}).content


def test_subscriptions_by_period(sales, now):
    running = SubscriptionFactory(company__name="Running Ltd")
    coming = SubscriptionFactory(company__name="Coming Ltd", active_from=now.replace(year=2090))
    past = SubscriptionFactory(company__name="Past Ltd", active_to=START.replace(year=2021))

    names = {"now": running, "future": coming, "past": past}
    for asked, expected in names.items():
        page = shown(sales, "subscription", runs=asked)
        for record in names.values():
            assert (record.company.name in page) == (record is expected)


def test_tokens_by_state(sales, now):
    good = AccessTokenFactory(name="good token")
    expired = AccessTokenFactory(name="expired token", expires_at=START.replace(year=2021))
    revoked = AccessTokenFactory(name="revoked token", revoked_at=now)

    names = {"good": good, "expired": expired, "revoked": revoked}
    for asked, expected in names.items():
        page = shown(sales, "accesstoken", state=asked)
        for record in names.values():
            assert (record.name in page) == (record is expected)


def test_demos_are_counted_by_state(sales):
    DemoRequestFactory.create_batch(2, state=Stage.PROVEN)
    DemoRequestFactory(state=Stage.REFUSED, company_name="Refused Ltd")

    page = sales.get(reverse("demorequest:index"), {"state": "proven"}).content.decode()
    assert re.search(r'state=proven" aria-current="page">Proven <b>2</b>', page)
    assert re.search(r'state=refused">Refused <b>1</b>', page)
    assert "Refused Ltd" not in page


def test_the_audit_is_filtered_by_whom_it_concerns_what_and_who_did_it(sales, now):
    held = SubscriptionFactory(company__code="merrow", company__name="Merrow Bank")
    other = SubscriptionFactory(company__code="other", company__name="Somebody Else")
    for each, by in ((held, "ann@agency.example"), (other, "bob@agency.example")):
        end_subscription(subscription_id=each.pk, now=now, actor=by)

    ours, theirs = "subscription:end Merrow Bank", "subscription:end Somebody Else"
    for asked in ({"of": "merrow"}, {"actor": "ann"}, {"of": "merrow", "what": "subscription:end"}):
        page = shown(sales, "rightschange", **asked)
        assert ours in page
        assert theirs not in page
    assert "No changes" in shown(sales, "rightschange", of="merrow", what="token") or (
        ours not in shown(sales, "rightschange", of="merrow", what="token")
    )


def test_access_is_filtered_by_person_and_by_day(sales, now):
    person = PersonFactory(email="ann@acme.example")
    AccessEvent.record(what="sign_in:ok", subject=f"person:{person.pk}", actor="ann", now=now)
    AccessEvent.record(what="sign_in:failed", subject="", actor="bob", now=START)

    assert "sign_in:failed" not in shown(sales, "accessevent", of="ann@acme")
    assert "sign_in:ok" in shown(sales, "accessevent", of="ann@acme")
    days = {"at_from": "2026-11-24", "at_to": "2026-11-24"}
    assert "sign_in:failed" not in shown(sales, "accessevent", **days)
    assert "sign_in:ok" in shown(sales, "accessevent", **days)


def test_counting_stops_where_nobody_would_turn_pages(sales, monkeypatch):
    monkeypatch.setattr(listing, "MOST_COUNTED", 3)
    CompanyFactory.create_batch(3)
    assert "More than" not in shown(sales, "company", p=1)
    CompanyFactory()
    page = sales.get(reverse("company:index")).content.decode()
    assert "More than 3 companies" in page


def test_an_export_takes_the_filtered_list_with_all_its_rows(sales):
    company = CompanyFactory(code="one")
    PersonFactory.create_batch(25, company=company)
    PersonFactory(email="other@else.example")

    answer = sales.get(reverse("customer:index"), {"company": "one", "export": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 26
    event = AccessEvent.objects.get(what="list:exported")
    assert (event.subject, event.detail["asked"]["company"]) == ("customer", "one")


def test_what_a_stranger_typed_does_not_calculate_in_the_exported_table(sales):
    DemoRequestFactory(company_name="=cmd|' /C calc'!A0", phone="+44 20 7946 0000")
    answer = sales.get(reverse("demorequest:index"), {"export": "csv"})
    page = b"".join(answer.streaming_content).decode()
    assert "'=cmd" in page
    assert ",+44 20 7946 0000," in page


@pytest.mark.parametrize("text", ["plain", "+44 20", "-5", "a=b", ""])
def test_harmless_text_stays_as_it_is(text):
    assert harmless(text) == text


@pytest.mark.parametrize("text", ["=1+1", "@sum", "+a1", "-a1", "\tx"])
def test_what_opens_a_formula_gets_an_apostrophe(text):
    assert harmless(text) == f"'{text}"


def test_tokens_and_sessions_are_found_by_the_address_of_their_person(sales):
    ann, bob = PersonFactory(email="ann@x.example"), PersonFactory(email="bob@x.example")
    for person in (ann, bob):
        token = AccessTokenFactory(name=f"token of {person.pk}", company=None, person=person)
        SignInFactory(person=person)
        assert token.name in shown(sales, "accesstoken", q=person.email)

    assert f"token of {bob.pk}" not in shown(sales, "accesstoken", q="ann@x")
    assert "bob@x.example" not in shown(sales, "signin", q="ann@x")
    assert "ann@x.example" in shown(sales, "signin", q="ann@x")
