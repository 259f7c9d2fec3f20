"""New terms of use come first; streams, machines and the public site go on."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.account.pages.conftest import signed_in
from tests.factories.customers import StaffFactory, SubscriptionFactory
from wireroom.customers.models import Acceptance
from wireroom.customers.services.terms import accept_terms, publish_terms
from wireroom.kernel.clock import utc_now


@pytest.fixture
def number(db):
    return publish_terms(text="Be fair.", now=utc_now(), actor="boss")


@pytest.fixture
def client_(as_reader, company):
    SubscriptionFactory(company=company)
    return as_reader


def test_a_customer_is_led_to_the_terms_and_back(client_, number):
    answer = client_.get("/terminal/?q=gas")
    assert answer["Location"] == "/account/terms/?next=%2Fterminal%2F%3Fq%3Dgas"
    page = client_.get(answer["Location"])
    assert b"Be fair." in page.content
    agreed = client_.post("/account/terms/", {"number": str(number), "next": "/terminal/?q=gas"})
    assert agreed["Location"] == "/terminal/?q=gas"
    assert client_.get("/terminal/").status_code == 200


def test_what_was_agreed_to_is_kept_with_time_and_address(client_, reader, number):
    client_.post("/account/terms/", {"number": str(number)})
    kept = Acceptance.objects.get()
    assert (kept.person, kept.terms.number, kept.where) == (reader, number, "sign-in")
    assert kept.address == "127.0.0.1"
    client_.post("/account/terms/", {"number": str(number)})
    assert Acceptance.objects.count() == 1


def test_without_terms_nobody_is_led_anywhere(client_):
    assert client_.get("/terminal/").status_code == 200
    assert client_.get("/account/terms/").status_code == 200


def test_agreement_of_earlier_holds_in_every_session(client_, reader, number):
    accept_terms(
        number=number, email=reader.email, where="demo form", now=utc_now(), person_id=reader.pk
    )
    assert client_.get("/terminal/").status_code == 200


def test_the_next_version_is_asked_for_at_once(client_, number):
    client_.post("/account/terms/", {"number": str(number)})
    assert client_.get("/terminal/").status_code == 200
    publish_terms(text="Be fairer.", now=utc_now(), actor="boss")
    assert client_.get("/terminal/").status_code == 302


def test_only_the_version_that_was_shown_can_be_agreed_to(client_, number):
    newer = publish_terms(text="Be fairer.", now=utc_now(), actor="boss")
    answer = client_.post("/account/terms/", {"number": str(number)})
    assert b"changed while you were reading" in answer.content
    assert not Acceptance.objects.exists()
    for odd in ("", "x", str(newer + 1)):
        client_.post("/account/terms/", {"number": odd})
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Script": "1"},
        {"HX-Request": "true"},
        {"Sec-Fetch-Dest": "empty"},
        {"Accept": "application/json"},
    ],
)
def test_scripts_get_a_refusal_that_they_understand(client_, number, headers):
    answer = client_.get("/terminal/", headers=headers)
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["type"] == "urn:wireroom:error:terms_not_accepted"
    assert answer["HX-Redirect"] == "/account/terms/"


def test_a_form_that_is_sent_meanwhile_leads_to_the_terms_and_changes_nothing(
    client_, reader, number
):
    answer = client_.post("/account/profile/", {"first_name": "Changed"})
    assert answer["Location"] == "/account/terms/?next=%2Fterminal%2F"
    reader.refresh_from_db()
    assert reader.first_name == "Rupert"


def test_signing_out_and_the_public_site_stay_open(client_, number):
    assert client_.get("/").status_code == 200
    assert client_.post("/logout/").status_code == 302
    assert "_auth_user_id" not in client_.session


def test_staff_and_the_public_are_not_asked(db, number):
    assert signed_in(StaffFactory()).get("/terminal/").status_code == 200
    assert Client().get("/terminal/")["Location"].startswith("/login/")


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_the_way_on_never_leaves_the_site(client_, number, onward):
    answer = client_.post("/account/terms/", {"number": str(number), "next": onward})
    assert answer["Location"] == "/terminal/"


def test_after_agreeing_a_page_costs_one_query_more(client_, number, django_assert_max_num_queries):
    client_.post("/account/terms/", {"number": str(number)})
    client_.get("/account/terms/")
    with django_assert_max_num_queries(8):
        client_.get("/account/profile/")
