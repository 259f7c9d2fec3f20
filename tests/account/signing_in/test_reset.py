"""A forgotten password."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.utils import user_pk_to_url_str
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.customers import PASSWORD, CompanyFactory, PersonFactory
from tests.factories.providers import IdentityProviderFactory
from wireroom.customers.models import OutgoingMail

pytestmark = pytest.mark.django_db
NEW = "another long pass phrase"


def _ask(client: Client, email: str) -> Any:
    return client.post("/account/password/reset/", {"email": email})


def _newest() -> OutgoingMail:
    return OutgoingMail.objects.latest("pk")


def _link(letter: OutgoingMail) -> str:
    found = re.search(r"http://[^/]+(/account/password/reset/\S+)", letter.text)
    assert found, letter.text
    return found[1]


def _bound() -> Any:
    company = CompanyFactory()
    IdentityProviderFactory(company=company, domains=["bank.example"], required=True)
    return PersonFactory(company=company, email="ada@bank.example")


def test_the_answer_is_the_same_for_every_address(client: Client) -> None:
    emails = [PersonFactory().email, PersonFactory(is_active=False).email, _bound().email]
    answers = [_ask(client, email) for email in (*emails, "nobody@example.com")]
    assert {(each.status_code, each["Location"]) for each in answers} == {
        (302, "/account/password/reset/sent/")
    }


def test_exactly_one_letter_goes_out_whatever_the_address(client: Client) -> None:
    emails = [PersonFactory().email, PersonFactory(is_active=False).email, _bound().email]
    for number, email in enumerate((*emails, "nobody@example.com"), start=1):
        _ask(client, email)
        assert [OutgoingMail.objects.count(), _newest().to] == [number, email]


def test_only_an_open_account_with_a_password_gets_a_link(client: Client) -> None:
    for email in (PersonFactory(is_active=False).email, _bound().email, "nobody@example.com"):
        _ask(client, email)
    assert not OutgoingMail.objects.filter(text__contains="/password/reset/").exists()
    _ask(client, PersonFactory().email)
    assert OutgoingMail.objects.filter(text__contains="/password/reset/").count() == 1


def test_known_and_unknown_cost_the_same_queries(client: Client) -> None:
    person = PersonFactory()
    _ask(client, "warm-up@example.com")
    assert len({_queries(client, email) for email in (person.email, "nobody@example.com")}) == 1


def _queries(client: Client, email: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        _ask(client, email)
    return len(asked)


def test_the_letter_goes_to_the_address_on_record_not_to_the_spelling_typed(client: Client) -> None:
    PersonFactory(email="ada@bank.example")
    _ask(client, "ada+evil@bank.example")
    assert OutgoingMail.objects.get().to == "ada@bank.example"


def test_the_link_sets_a_password_once(client: Client) -> None:
    person = PersonFactory()
    _ask(client, person.email)
    link = _link(OutgoingMail.objects.get())
    form = client.get(link, follow=True)
    done = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert done["Location"] == "/account/password/reset/done/"
    assert client.login(email=person.email, password=NEW)
    assert not client.login(email=person.email, password=PASSWORD)
    assert "does not work any more" in Client().get(link, follow=True).content.decode()


def test_a_link_of_one_person_sets_no_password_of_another(client: Client) -> None:
    person, other = PersonFactory(), PersonFactory()
    _ask(client, person.email)
    link = _link(OutgoingMail.objects.get())
    stolen = re.sub(r"reset/[0-9a-z]+-", "reset/%s-", link)
    page = client.get(stolen % user_pk_to_url_str(other), follow=True).content.decode()
    assert "does not work any more" in page


def test_a_password_that_is_too_common_is_refused_beside_its_field(client: Client) -> None:
    _ask(client, PersonFactory().email)
    form = client.get(_link(OutgoingMail.objects.get()), follow=True)
    weak = {"password1": "password", "password2": "password"}
    page = client.post(form.request["PATH_INFO"], weak).content.decode()
    assert "too common" in page
    assert 'aria-invalid="true"' in page


def test_the_link_leads_to_the_configured_site_whatever_host_was_asked(client: Client) -> None:
    client.post("/account/password/reset/", {"email": PersonFactory().email}, HTTP_HOST="127.0.0.1")
    assert "http://localhost:" in OutgoingMail.objects.get().text


def test_a_line_break_in_the_address_makes_no_header(client: Client) -> None:
    answer = _ask(client, "x@y.example\r\nBcc: z@y.example")
    assert answer.status_code == 200
    assert not OutgoingMail.objects.exists()


def test_changing_it_needs_the_old_one_and_tells_by_letter(client: Client) -> None:
    person = PersonFactory()
    client.post("/login/", {"login": person.email, "password": PASSWORD})
    facts = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    assert "not your password" in client.post("/account/password/change/", facts).content.decode()
    assert not OutgoingMail.objects.exists()
    client.post("/account/password/change/", facts | {"oldpassword": PASSWORD})
    assert client.get("/account/2fa/").status_code == 200
    assert OutgoingMail.objects.get().to == person.email
    assert Client().login(email=person.email, password=NEW)


def test_the_fourth_letter_to_one_person_waits_whoever_asks(client: Client) -> None:
    for spelling in ("ada@bank.example", "ADA@bank.example", "ada+1@bank.example"):
        assert _ask(client, spelling).status_code == 302
    answer = _ask(client, "ada@bank.example")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 500
    assert _ask(client, "eve@bank.example").status_code == 302
