"""Guessing is slow, for one client and for one account, and says nothing about who exists."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.factories.customers import PASSWORD, PersonFactory
from wireroom.customers.models import AccessEvent

pytestmark = pytest.mark.django_db


def _try(
    client: Client,
    email: str,
    password: str = "wrong",  # noqa: S107 - the point is that it is wrong
    address: str = "192.0.2.1",
) -> Any:
    return client.post("/login/", {"login": email, "password": password}, REMOTE_ADDR=address)


def _five_misses(client: Client, email: str) -> None:
    for number in range(5):
        assert _try(client, email, address=f"192.0.2.{number}").status_code == 200


def test_the_sixth_miss_at_one_account_waits_wherever_it_comes_from(client: Client) -> None:
    person = PersonFactory()
    _five_misses(client, person.email)
    answer = _try(client, person.email, PASSWORD, "198.51.100.7")
    assert answer.status_code == 429
    assert 240 <= int(answer["Retry-After"]) <= 300
    assert "5 minutes" in answer.content.decode()


def test_another_spelling_is_the_same_account(client: Client) -> None:
    PersonFactory(email="ada@bank.example")
    _five_misses(client, "ada@bank.example")
    assert _try(client, "ADA+1@bank.example").status_code == 429


def test_an_unknown_account_waits_as_a_known_one_does(client: Client) -> None:
    person = PersonFactory()
    for email in (person.email, "nobody@example.com"):
        _five_misses(client, email)
    known, unknown = (_try(client, email) for email in (person.email, "nobody@example.com"))
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_a_colleague_signs_in_meanwhile(client: Client) -> None:
    person, colleague = PersonFactory(), PersonFactory()
    _five_misses(client, person.email)
    assert _try(client, colleague.email, PASSWORD, "198.51.100.7").status_code == 302


def test_one_client_that_tries_many_accounts_waits(client: Client) -> None:
    answers = [_try(client, f"a{number}@example.com").status_code for number in range(51)]
    assert answers == [200] * 50 + [429]


def test_signing_in_well_uses_nothing_up(client: Client) -> None:
    person = PersonFactory()
    for _ in range(8):
        assert _try(client, person.email, PASSWORD).status_code == 302
        client.post("/logout/")


def test_one_try_too_many_is_on_record(client: Client) -> None:
    _five_misses(client, "nobody@example.com")
    _try(client, "nobody@example.com")
    assert AccessEvent.objects.filter(what="sign_in:throttled").exists()


def test_asking_which_companies_have_providers_is_limited(client: Client) -> None:
    ask = {"login": "ada@bank.example", "company": "1"}
    answers = [client.post("/login/", ask).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]


@pytest.mark.django_db(transaction=True)
def test_processes_count_together() -> None:
    def five_tries(number: int) -> list[int]:
        try:
            address = f"192.0.2.{number}"
            return [_try(Client(), "a@example.com", address=address).status_code for _ in range(5)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        answers = [code for each in people.map(five_tries, range(4)) for code in each]
    assert sorted(answers) == [200] * 5 + [429] * 15
