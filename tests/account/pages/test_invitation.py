"""An invited colleague opens the link, chooses a password, and reads."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.account.pages.conftest import signed_in
from tests.factories.customers import CompanyFactory, PersonFactory, SubscriptionFactory
from tests.factories.providers import IdentityProviderFactory
from wireroom.customers.models import Acceptance, OutgoingMail, Person, SignIn
from wireroom.customers.services.invitations import invite
from wireroom.customers.services.terms import publish_terms
from wireroom.kernel.clock import utc_now

FACTS = {"first_name": "Nora", "last_name": "New", "password": "a long good password"}


def invited(company, email="new@bank.example", ago=timedelta(0)):
    """The address in the letter that an invited person got."""
    at = utc_now() - ago
    invite(company_id=company.pk, emails=[email], inviter="Ada", now=at, actor="a@b.example")
    text = OutgoingMail.objects.filter(to=email).first().text
    return re.search(r"/account/invitation/[\w-]+/", text).group()


@pytest.fixture
def company(db):
    company = CompanyFactory(name="Bank of Example")
    SubscriptionFactory(company=company)
    return company


def test_from_the_letter_to_the_terminal(client, company):
    address = invited(company)
    page = client.get(address)
    assert b"Bank of Example" in page.content
    assert b"new@bank.example" in page.content
    answer = client.post(address, FACTS)
    assert (answer.status_code, answer["Location"]) == (302, "/terminal/")
    assert client.get("/terminal/").status_code == 200
    session = SignIn.objects.get(person__email="new@bank.example")
    assert session.method == "invitation"


def test_a_look_does_not_use_the_link_up(client, company):
    address = invited(company)
    for _ in range(3):
        client.get(address)
        client.head(address)
    assert not Person.objects.filter(email="new@bank.example").exists()
    assert client.post(address, FACTS).status_code == 302


def test_a_link_is_good_once(client, company):
    address = invited(company)
    client.post(address, FACTS)
    again = Client()
    assert again.get(address).status_code == 410
    assert again.post(address, FACTS | {"password": "another long password"}).status_code == 410
    assert Person.objects.get(email="new@bank.example").check_password(FACTS["password"])


def test_old_unknown_and_odd_links_look_the_same(company):
    old = invited(company, ago=timedelta(days=8))
    pages = [
        Client().get(address)
        for address in (old, "/account/invitation/xyz/", "/account/invitation/%00%ff/")
    ]
    assert {page.status_code for page in pages} == {410}
    assert len({page.content for page in pages}) == 1


@pytest.mark.parametrize(
    "over",
    [
        {"password": "password"},
        {"password": "short"},
        {"password": ""},
        {"first_name": ""},
        {"last_name": "n" * 10_000},
    ],
)
def test_what_is_not_right_is_shown_again_and_the_link_stays_good(client, company, over):
    address = invited(company)
    answer = client.post(address, FACTS | over)
    assert answer.status_code == 200
    assert b"aria-invalid" in answer.content
    assert FACTS["password"].encode() not in answer.content
    assert client.post(address, FACTS).status_code == 302


def test_a_secret_that_still_works_is_not_logged(client, company, caplog):
    address = invited(company)
    client.get(address)
    client.post(address, FACTS | {"password": ""})
    assert address.split("/")[3] not in caplog.text


def test_terms_are_agreed_to_on_the_way_in(client, company):
    number = publish_terms(text="Be **fair**.", now=utc_now(), actor="boss")
    address = invited(company)
    assert b"<strong>fair</strong>" in client.get(address).content
    assert b"agree to the terms" in client.post(address, FACTS).content
    assert not Acceptance.objects.exists()
    client.post(address, FACTS | {"terms": "on"})
    kept = Acceptance.objects.get()
    assert (kept.terms.number, kept.email, kept.where) == (
        number,
        "new@bank.example",
        "invitation",
    )
    assert client.get("/terminal/").status_code == 200


def test_somebody_signed_in_does_not_take_another_s_invitation(company):
    address = invited(company)
    eve = signed_in(PersonFactory(email="eve@other.example"))
    assert b"sign out first" in eve.get(address).content
    eve.post(address, FACTS)
    assert not Person.objects.filter(email="new@bank.example").exists()


def test_whoever_must_come_by_the_company_s_provider_is_led_there(client, company):
    IdentityProviderFactory(company=company, domains=["bank.example"], required=True)
    answer = client.post(invited(company), FACTS)
    assert answer["Location"] == "/login/"
    assert "_auth_user_id" not in client.session


def test_a_form_without_its_secret_is_refused(company):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(invited(company), FACTS).status_code == 403
    assert not Person.objects.filter(email="new@bank.example").exists()
