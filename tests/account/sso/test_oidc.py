"""Signing in by a company's OpenID Connect provider: a real one, and one that lies."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import structlog
from django.test import Client

from tests.factories.customers import CompanyFactory, PersonFactory, StaffFactory
from tests.factories.providers import IdentityProviderFactory
from wireroom.customers.models import AccessEvent, Company, IdentityProvider, Person, SignIn

pytestmark = pytest.mark.django_db


class Bank:
    """A company with a provider, and a browser of one of its people."""

    def __init__(self, server: str) -> None:
        self.company: Company = CompanyFactory()
        self.provider: IdentityProvider = IdentityProviderFactory(
            company=self.company,
            code="bank",
            domains=["bank.example"],
            config={"server_url": server, "client_id": "wireroom"},
            secret="s3cret",
        )
        self.server = server
        self.client = Client(SERVER_NAME="localhost")
        self.browser = httpx.Client(follow_redirects=False)

    def leave(self, **facts: str) -> str:
        """Press the company's button and give where the page leads."""
        ask = {"login": "ada@bank.example", "company": "1", **facts}
        page = self.client.post("/login/", ask).content.decode()
        return html.unescape(re.search(r'class="button" href="([^"]+)"', page)[1])

    def come_back(self, where: str, **claims: Any) -> str:
        """Sign in there as whoever the claims say, and give the address that leads back here."""
        facts = {"email": "ada@bank.example", "email_verified": True} | claims
        httpx.post(f"{self.server}/next", content=json.dumps(facts))
        answer = self.browser.get(where)
        while answer.is_redirect and not answer.headers["Location"].startswith("http://localhost/"):
            answer = self.browser.get(answer.next_request.url)
        assert answer.is_redirect, answer.text
        return answer.headers["Location"]

    def arrive(self, back: str) -> Any:
        """Follow the address that leads back here."""
        parts = urlsplit(back)
        return self.client.get(f"{parts.path}?{parts.query}")

    def sign_in(self, **claims: Any) -> Any:
        """Do all of it."""
        return self.arrive(self.come_back(self.leave(), **claims))

    def change(self, **facts: Any) -> None:
        """Change the provider."""
        facts["config"] = self.provider.config | facts.pop("config", {})
        for name, value in facts.items():
            setattr(self.provider, name, value)
        self.provider.save()

    def is_signed_in(self) -> bool:
        return "_auth_user_id" in self.client.session


@pytest.fixture
def bank(oidc_server: str) -> Iterator[Bank]:
    bank = Bank(oidc_server)
    yield bank
    bank.browser.close()


def _ada(bank: Bank, **facts: Any) -> Person:
    return PersonFactory(email="ada@bank.example", company=bank.company, **facts)


def test_somebody_of_the_company_signs_in(bank: Bank) -> None:
    person = _ada(bank)
    assert bank.sign_in()["Location"] == "/terminal/"
    row = SignIn.objects.get()
    assert (row.person, row.method) == (person, "oidc")


def test_the_way_leads_back_to_the_story_that_was_asked_for(bank: Bank) -> None:
    _ada(bank)
    back = bank.come_back(bank.leave(next="/terminal/story/x/"))
    assert bank.arrive(back)["Location"] == "/terminal/story/x/"


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/"])
def test_the_way_leads_to_no_other_site(bank: Bank, to: str) -> None:
    _ada(bank)
    back = bank.come_back(bank.leave(next=to))
    assert bank.arrive(back)["Location"] == "/terminal/"
    assert "evil" not in back


def test_the_question_carries_state_nonce_and_a_challenge(bank: Bank) -> None:
    asked = parse_qs(urlsplit(bank.leave()).query)
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    assert asked["code_challenge_method"] == ["S256"]


def test_a_stranger_of_the_company_is_not_admitted(bank: Bank) -> None:
    answer = bank.sign_in()
    assert answer.status_code == 403
    assert not bank.is_signed_in()
    assert not Person.objects.exists()
    assert AccessEvent.objects.filter(what="sign_in:failed", actor="ada@bank.example").exists()


def test_a_stranger_becomes_a_reader_when_the_company_wants_it(bank: Bank) -> None:
    bank.change(config={"create_people": True})
    answer = bank.sign_in(given_name="Ada", family_name="Ley")
    assert answer["Location"] == "/terminal/"
    person = Person.objects.get()
    assert (person.company, person.role, person.get_full_name()) == (
        bank.company,
        "reader",
        "Ada Ley",
    )
    assert not person.has_usable_password()


def test_nobody_is_made_twice_under_another_spelling(bank: Bank) -> None:
    bank.change(config={"create_people": True})
    _ada(bank)
    assert bank.sign_in(email="ada+2@bank.example").status_code == 403
    assert Person.objects.count() == 1


@pytest.mark.parametrize("create_people", [False, True])
def test_an_address_of_a_foreign_domain_is_worth_nothing(bank: Bank, create_people: bool) -> None:
    bank.change(config={"create_people": create_people})
    PersonFactory(email="boss@rival.example", company=bank.company)
    assert bank.sign_in(email="boss@rival.example").status_code == 403
    assert not bank.is_signed_in()


def test_somebody_of_another_company_with_an_address_of_the_domain_is_not_admitted(
    bank: Bank,
) -> None:
    PersonFactory(email="ada@bank.example")
    assert bank.sign_in().status_code == 403


def test_no_provider_signs_staff_in(bank: Bank) -> None:
    StaffFactory(email="ada@bank.example", company=bank.company)
    assert bank.sign_in().status_code == 403


def test_a_closed_account_stays_closed(bank: Bank) -> None:
    _ada(bank, is_active=False)
    assert bank.sign_in().status_code == 403


def test_an_address_that_the_provider_itself_doubts_is_not_taken(bank: Bank) -> None:
    _ada(bank)
    assert bank.sign_in(email_verified=False).status_code == 403
    assert not bank.is_signed_in()


def test_an_answer_counts_once(bank: Bank) -> None:
    _ada(bank)
    back = bank.come_back(bank.leave())
    assert bank.arrive(back).status_code == 302
    bank.client.post("/logout/")
    assert bank.arrive(back).status_code == 401
    assert not bank.is_signed_in()


def test_an_answer_to_another_browser_is_refused(bank: Bank) -> None:
    _ada(bank)
    back = bank.come_back(bank.leave())
    bank.client = Client(SERVER_NAME="localhost")
    assert bank.arrive(back).status_code == 401
    assert not bank.is_signed_in()


def test_a_state_of_ones_own_making_is_refused(bank: Bank) -> None:
    _ada(bank)
    back = re.sub(r"state=[^&]+", "state=AAAAAAAAAAAAAAAA", bank.come_back(bank.leave()))
    assert bank.arrive(back).status_code == 401


def test_a_code_from_another_question_is_refused(bank: Bank) -> None:
    _ada(bank)
    first, second = (bank.come_back(bank.leave()) for _ in range(2))
    state = re.search(r"state=[^&]+", second)[0]
    with structlog.testing.capture_logs() as logs:
        assert bank.arrive(re.sub(r"state=[^&]+", state, first)).status_code == 401
    assert not bank.is_signed_in()
    (told,) = [line for line in logs if line["event"] == "provider:refused"]
    assert told["provider"] == "bank"
    assert "Error" in told["error"]


def test_a_token_for_another_question_is_refused(bank: Bank) -> None:
    _ada(bank)
    where = re.sub(r"nonce=[^&]+", "nonce=another", bank.leave())
    assert bank.arrive(bank.come_back(where)).status_code == 403
    assert not bank.is_signed_in()


def test_leaving_the_provider_without_signing_in_signs_nobody_in(bank: Bank) -> None:
    state = parse_qs(urlsplit(bank.leave()).query)["state"][0]
    path = "/account/sso/oidc/bank/callback/"
    answer = bank.client.get(path, {"state": state, "error": "access_denied"})
    assert answer["Location"] == "/account/sso/cancelled/"
    assert bank.client.get(answer["Location"]).status_code == 200


def test_a_provider_that_is_switched_off_signs_nobody_in(bank: Bank) -> None:
    _ada(bank)
    back = bank.come_back(bank.leave())
    IdentityProvider.objects.update(active=False)
    assert bank.arrive(back).status_code == 404


def test_a_provider_that_does_not_answer_is_said_to_be_away(bank: Bank) -> None:
    bank.change(config={"server_url": "http://127.0.0.1:9"})
    answer = bank.client.post("/login/", {"login": "ada@bank.example", "company": "1"})
    assert answer.status_code == 502


def test_an_address_without_a_provider_stays_on_the_page(client: Client) -> None:
    answer = client.post("/login/", {"login": "ada@nobank.example", "company": "1"})
    assert "no company sign-in" in answer.content.decode()
    assert 'value="ada@nobank.example"' in answer.content.decode()


def test_a_provider_that_is_required_signs_in_as_well(bank: Bank) -> None:
    bank.change(required=True)
    _ada(bank)
    assert bank.sign_in()["Location"] == "/terminal/"
