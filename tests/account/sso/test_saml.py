"""Signing in by a company's SAML provider, and everything that is not quite that."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories.customers import CompanyFactory, PersonFactory
from tests.factories.providers import IdentityProviderFactory
from tests.support.saml import IdentityProvider, encoded
from wireroom.customers.models import Company, Person, SignIn

pytestmark = pytest.mark.django_db
ACS = "/account/sso/saml/bank/acs/"
IDP, RIVAL = IdentityProvider(), IdentityProvider()


@pytest.fixture
def client() -> Client:
    return Client(HTTP_HOST="localhost")


@pytest.fixture
def company() -> Company:
    company: Company = CompanyFactory()
    config = {
        "entity_id": IDP.entity_id,
        "sso_url": IDP.sso_url,
        "x509cert": IDP.certificate,
    }
    IdentityProviderFactory(
        company=company,
        code="bank",
        protocol="saml",
        domains=["bank.example"],
        config=config,
        secret="",
    )
    return company


@pytest.fixture
def ada(company: Company) -> Person:
    person: Person = PersonFactory(email="ada@bank.example", company=company)
    return person


def _leave(client: Client, **facts: str) -> str:
    page = client.post("/login/", {"login": "ada@bank.example", "company": "1", **facts})
    found = re.search(r'class="button" href="([^"]+)"', page.content.decode())
    return html.unescape(found[1])


def _arrive(client: Client, xml: str) -> Any:
    posted = Client(HTTP_HOST="localhost").post(ACS, {"SAMLResponse": encoded(xml)})
    client.cookies.update(posted.cookies)  # the form comes from elsewhere: without our session
    return client.get(posted["Location"])


def _is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_somebody_of_the_company_signs_in(client: Client, ada: Person) -> None:
    answer = _arrive(client, IDP.answer(_leave(client)))
    assert answer["Location"] == "/terminal/"
    row = SignIn.objects.get()
    assert (row.person, row.method) == (ada, "saml")


def test_the_way_leads_back_to_the_story_that_was_asked_for(client: Client, ada: Person) -> None:
    question = _leave(client, next="/terminal/story/x/")
    assert _arrive(client, IDP.answer(question))["Location"] == "/terminal/story/x/"


def test_the_way_leads_to_no_other_site(client: Client, ada: Person) -> None:
    question = _leave(client, next="https://evil.example/")
    assert _arrive(client, IDP.answer(question))["Location"] == "/terminal/"


def test_a_signed_response_around_an_unsigned_assertion_is_good(
    client: Client, ada: Person
) -> None:
    xml = IDP.sign(IDP.answer(_leave(client), signed=False))
    assert _arrive(client, xml).status_code == 302


def _refused(client: Client, xml: str, status: int = 401) -> None:
    answer = _arrive(client, xml)
    assert answer.status_code == status
    assert not _is_signed_in(client)
    assert not SignIn.objects.exists()


def test_an_unsigned_answer_is_refused(client: Client, ada: Person) -> None:
    _refused(client, IDP.answer(_leave(client), signed=False))


def test_an_answer_that_another_key_signed_is_refused(client: Client, ada: Person) -> None:
    _refused(client, RIVAL.answer(_leave(client)))


def test_an_answer_changed_after_signing_is_refused(client: Client, ada: Person) -> None:
    xml = IDP.answer(_leave(client), email="eve@bank.example")
    _refused(client, xml.replace("eve@bank.example", "ada@bank.example"))


def test_a_forged_assertion_wrapped_around_a_signed_one_is_refused(
    client: Client, ada: Person
) -> None:
    question = _leave(client)
    signed = IDP.answer(question, email="eve@bank.example")
    forged = IDP.answer(question, email="ada@bank.example", signed=False)
    start, end = "<saml:Assertion", "</saml:Assertion>"
    assertion = forged[forged.index(start) : forged.index(end) + len(end)]
    _refused(client, signed.replace(start, assertion + start, 1))


def test_a_comment_inside_the_address_does_not_cut_it(client: Client, company: Company) -> None:
    PersonFactory(email="ada@bank.example", company=company)
    email = "ada@bank.example<!---->.evil.example"
    _refused(client, IDP.answer(_leave(client), email=email), 403)


def test_an_answer_counts_once(client: Client, ada: Person) -> None:
    xml = IDP.answer(_leave(client))
    assert _arrive(client, xml).status_code == 302
    client.post("/logout/")
    assert _arrive(client, xml).status_code == 401
    assert not _is_signed_in(client)


def test_an_answer_to_another_browser_is_refused(client: Client, ada: Person) -> None:
    xml = IDP.answer(_leave(client))
    _refused(Client(HTTP_HOST="localhost"), xml)


def test_an_answer_that_nobody_asked_for_is_refused(client: Client, ada: Person) -> None:
    xml = re.sub(r' InResponseTo="[^"]+"', "", IDP.answer(_leave(client), signed=False))
    _refused(client, IDP.sign(xml))


def test_an_answer_meant_for_another_house_is_refused(client: Client, ada: Person) -> None:
    _refused(client, IDP.answer(_leave(client), audience="https://other.example/metadata"))


def test_an_answer_sent_elsewhere_is_refused(client: Client, ada: Person) -> None:
    _refused(client, IDP.answer(_leave(client), to="https://other.example/acs/"))


def test_an_answer_of_another_issuer_is_refused(client: Client, ada: Person) -> None:
    _refused(client, IDP.answer(_leave(client), issuer=RIVAL.entity_id + "2"))


def test_an_answer_that_is_too_old_is_refused(client: Client, ada: Person) -> None:
    _refused(client, IDP.answer(_leave(client), age=timedelta(hours=1)))


def test_an_address_of_a_foreign_domain_is_worth_nothing(client: Client, company: Company) -> None:
    PersonFactory(email="boss@rival.example", company=company)
    _refused(client, IDP.answer(_leave(client), email="boss@rival.example"), 403)


def test_somebody_of_another_company_is_not_admitted(client: Client, company: Company) -> None:
    PersonFactory(email="ada@bank.example")
    _refused(client, IDP.answer(_leave(client)), 403)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not base64 %%%",
        encoded("<a/>"),
        encoded("<a"),
        encoded('<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'),
        "A" * 300_000,
    ],
)
def test_rubbish_ends_on_a_page(client: Client, ada: Person, text: str) -> None:
    posted = client.post(ACS, {"SAMLResponse": text})
    answer = client.get(posted["Location"]) if posted.status_code == 302 else posted
    assert answer.status_code == 401


def test_only_a_form_arrives(client: Client, ada: Person) -> None:
    assert client.get(ACS).status_code == 405


@pytest.mark.parametrize("slug", ["bank", "nobody"])
def test_whoever_signed_out_there_comes_to_the_sign_in_page(client: Client, slug: str) -> None:
    answer = client.get(f"/account/sso/saml/{slug}/signed-out/?next=//evil.example/")
    assert (answer.status_code, answer["Location"]) == (302, "/login/")


def test_our_metadata_name_where_answers_go(client: Client, ada: Person) -> None:
    text = client.get("/account/sso/saml/bank/metadata/").content.decode()
    assert f"http://localhost{ACS}" in text
    assert client.get("/account/sso/saml/rival/metadata/").status_code == 404
