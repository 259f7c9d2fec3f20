"""Moving to another e-mail address."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.factories.customers import PASSWORD, CompanyFactory, PersonFactory
from tests.factories.providers import IdentityProviderFactory
from wireroom.customers.models import OutgoingMail, RightsChange

pytestmark = pytest.mark.django_db
NEW = "ada@new.example"


def _signed_in(**facts: Any) -> tuple[Client, Any]:
    client, person = Client(), PersonFactory(**facts)
    client.post("/login/", {"login": person.email, "password": PASSWORD})
    return client, person


def _link(client: Client, email: str = NEW) -> str:
    client.post("/account/address/", {"email": email})
    return re.search(r"(/account/address/\S+)", OutgoingMail.objects.get().text)[1]


def test_the_link_in_the_letter_makes_the_change(client: Client) -> None:
    client, person = _signed_in()
    old, link = person.email, _link(client)
    assert client.get(link).status_code == 200
    person.refresh_from_db()
    assert person.email == old  # looking changes nothing
    client.post(link)
    person.refresh_from_db()
    assert person.email == NEW
    assert RightsChange.objects.filter(what="person:move_address").exists()
    told = OutgoingMail.objects.latest("pk")
    assert (told.to, NEW in told.text) == (old, True)


def test_the_link_counts_once() -> None:
    client, _ = _signed_in()
    link = _link(client)
    client.post(link)
    assert client.post(link).status_code == 410


def test_a_link_of_one_person_moves_no_other() -> None:
    asker, _ = _signed_in()
    other, person = _signed_in()
    assert other.post(_link(asker)).status_code == 410
    person.refresh_from_db()
    assert person.email != NEW


def test_an_address_that_is_taken_gets_the_same_answer_and_another_letter() -> None:
    client, _ = _signed_in()
    holder = PersonFactory()
    free = client.post("/account/address/", {"email": NEW})
    taken = client.post("/account/address/", {"email": holder.email})
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    letter = OutgoingMail.objects.latest("pk")
    assert letter.to == holder.email
    assert "/account/address/" not in letter.text


def test_nobody_leaves_the_domain_of_the_company() -> None:
    client, _ = _signed_in(company=CompanyFactory(domain="bank.example"))
    page = client.post("/account/address/", {"email": NEW}).content.decode()
    assert "not of its domain" in page
    assert not OutgoingMail.objects.exists()


def test_whom_the_company_signs_in_does_not_move() -> None:
    client, person = _signed_in(email="ada@bank.example")
    IdentityProviderFactory(company=person.company, domains=["bank.example"], required=True)
    page = client.post("/account/address/", {"email": "eve@bank.example"}).content.decode()
    assert "keeps the addresses" in page
    assert not OutgoingMail.objects.exists()


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    assert client.get("/account/address/")["Location"].startswith("/login/")
    assert client.get("/account/address/x/")["Location"].startswith("/login/")
