"""Signing in and out."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.customers import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db


def _sign_in(client: Client, email: str, password: str = PASSWORD, **extra: str) -> object:
    return client.post("/login/", {"login": email, "password": password, **extra})


def test_a_person_signs_in_with_address_and_password_and_comes_to_the_terminal(
    client: Client,
) -> None:
    person = PersonFactory()
    answer = _sign_in(client, person.email)
    assert (answer.status_code, answer["Location"]) == (302, "/terminal/")


def test_the_address_is_taken_in_any_case_of_letters(client: Client) -> None:
    person = PersonFactory()
    assert _sign_in(client, person.email.upper()).status_code == 302


def test_every_refusal_reads_the_same(client: Client) -> None:
    person, former = PersonFactory(), PersonFactory(is_active=False)
    refusals = {
        _refusal(client, person.email, "wrong"),
        _refusal(client, former.email, PASSWORD),
        _refusal(client, "nobody@example.com", PASSWORD),
    }
    assert len(refusals) == 1
    assert "do not match" in refusals.pop()


def _refusal(client: Client, email: str, password: str) -> str:
    text = _sign_in(client, email, password).content.decode()
    start, end = text.index('role="alert"'), text.index("</div>", text.index('role="alert"'))
    return text[start:end]


def test_signing_in_leads_back_to_the_story_that_was_asked_for(client: Client) -> None:
    person = PersonFactory()
    answer = _sign_in(client, person.email, next="/terminal/story/x/")
    assert answer["Location"] == "/terminal/story/x/"


def test_signing_in_leads_to_no_other_site(client: Client) -> None:
    person = PersonFactory()
    answer = _sign_in(client, person.email, next="https://evil.example/")
    assert answer["Location"] == "/terminal/"


def test_signing_out_ends_the_session(client: Client) -> None:
    client.force_login(PersonFactory())
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/terminal/").status_code == 302


def test_a_link_signs_nobody_out(client: Client) -> None:
    client.force_login(PersonFactory())
    assert client.get("/logout/").status_code == 405
