"""Signing in with a password: who is let in, and what the others are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from allauth.core.context import request_context
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.views.defaults import permission_denied

from tests.factories.customers import (
    PASSWORD,
    CompanyFactory,
    PersonFactory,
    SubscriptionFactory,
)
from tests.factories.providers import IdentityProviderFactory
from wireroom.account.adapters import AccountAdapter
from wireroom.customers.access.failures import FailureCounts
from wireroom.customers.models import AccessEvent, OutgoingMail, SignIn
from wireroom.design.brand import Agency, agency

pytestmark = pytest.mark.django_db


def _sign_in(client: Client, email: str, password: str = PASSWORD, **extra: str) -> Any:
    return client.post("/login/", {"login": email, "password": password, **extra})


def _bound_to_a_provider() -> Any:
    company = CompanyFactory()
    IdentityProviderFactory(company=company, domains=["bank.example"], required=True)
    return PersonFactory(company=company, email="ada@bank.example")


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("ada@bank.example", " ADA@Bank.Example "),
        ("ada@bank.example", "ada+terminal@bank.example"),
        ("ada.reader@gmail.com", "adareader@googlemail.com"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
    ],
)
def test_every_spelling_of_the_mailbox_signs_the_same_person_in(
    client: Client, stored: str, typed: str
) -> None:
    person = PersonFactory(email=stored)
    assert _sign_in(client, typed).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_another_mailbox_signs_nobody_in(client: Client) -> None:
    PersonFactory(email="ada@bank.example")
    assert _sign_in(client, "ada@bank.example.evil.example").status_code == 200
    assert "_auth_user_id" not in client.session


def test_refusals_are_equal_to_the_byte_whatever_the_reason(client: Client) -> None:
    closed, bound = PersonFactory(is_active=False), _bound_to_a_provider()
    known, unset = PersonFactory(), PersonFactory(password="!")
    answers = {
        _refusal(client, "nobody@example.com", PASSWORD),
        _refusal(client, known.email, "wrong"),
        _refusal(client, closed.email, PASSWORD),
        _refusal(client, bound.email, PASSWORD),
        _refusal(client, unset.email, PASSWORD),
    }
    assert len(answers) == 1


def _refusal(client: Client, email: str, password: str) -> tuple[int, str, tuple[str, ...]]:
    answer = _sign_in(client, email, password)
    page = answer.content.decode().replace(email, "E")
    token = answer.context["csrf_token"]
    return answer.status_code, page.replace(str(token), "T"), tuple(sorted(answer.headers))


def test_every_refusal_hashes_one_password(client: Client) -> None:
    closed, bound, known = PersonFactory(is_active=False), _bound_to_a_provider(), PersonFactory()
    unset = PersonFactory(password="!")
    cases = [("nobody@example.com", PASSWORD), (known.email, "wrong"), (closed.email, PASSWORD)]
    cases += [(bound.email, PASSWORD), (bound.email, "wrong"), (unset.email, PASSWORD)]
    counts = {case: _hashings(client, *case) for case in cases}
    assert set(counts.values()) == {1}, counts


def _hashings(client: Client, email: str, password: str) -> int:
    hasher = type(get_hasher())
    with patch.object(hasher, "encode", autospec=True, side_effect=hasher.encode) as encode:
        assert _sign_in(client, email, password).status_code == 200
    return int(encode.call_count)


def test_every_refusal_asks_the_database_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FailureCounts, "count", lambda *_: 1)
    closed, bound, known = PersonFactory(is_active=False), _bound_to_a_provider(), PersonFactory()
    emails = [known.email, "nobody@example.com", closed.email, bound.email]
    _sign_in(client, "warm-up@example.com", "wrong")
    assert len({_queries(client, email) for email in emails}) == 1


def _queries(client: Client, email: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        _sign_in(client, email, "wrong")
    return len(asked)


def test_a_company_that_only_offers_its_provider_keeps_passwords(client: Client) -> None:
    company = CompanyFactory()
    IdentityProviderFactory(company=company, domains=["bank.example"], required=False)
    person = PersonFactory(company=company, email="ada@bank.example")
    assert _sign_in(client, person.email).status_code == 302


def test_a_provider_of_one_company_locks_no_person_of_another_out(client: Client) -> None:
    IdentityProviderFactory(domains=["bank.example"], required=True)
    person = PersonFactory(email="ada@bank.example")
    assert _sign_in(client, person.email).status_code == 302


def test_a_sign_in_is_on_record_with_its_session(client: Client) -> None:
    person = PersonFactory()
    _sign_in(client, person.email)
    row = SignIn.objects.get()
    assert (row.person, row.method) == (person, "password")
    assert row.session_key == client.session.session_key
    assert AccessEvent.objects.filter(what="sign_in:ok", actor=person.email).count() == 1


def test_a_refusal_is_on_record_and_the_password_is_not(client: Client) -> None:
    _sign_in(client, "nobody@example.com", "a secret of mine")
    row = AccessEvent.objects.get(what="sign_in:failed")
    assert row.actor == "nobody@example.com"
    assert "a secret of mine" not in str(row.detail)


def test_signing_out_ends_the_record(client: Client) -> None:
    _sign_in(client, PersonFactory().email)
    client.post("/logout/")
    assert SignIn.objects.get().ended_why == "signed_out"


def test_whoever_lost_the_session_to_a_colleague_is_told(client: Client) -> None:
    person = PersonFactory()
    _sign_in(client, person.email)
    began_at = SignIn.objects.get().began_at
    SignIn.objects.get().end("seat_taken", now=began_at + timedelta(hours=3))
    client.session.delete()
    page = client.get("/terminal/", follow=True).content.decode()
    assert "took this seat" in page
    assert f'<time datetime="{began_at + timedelta(hours=3):%Y-%m-%dT%H:%M:%SZ}"' in page


def test_whoever_signed_out_is_told_nothing(client: Client) -> None:
    _sign_in(client, PersonFactory().email)
    client.post("/logout/")
    assert 'role="status"' not in client.get("/login/").content.decode()


@pytest.mark.parametrize(
    "forged",
    ["<script>", "seat_taken", "seat_taken.soon", "seat_taken.-1", "seat_taken.²", "nobody.1",
     "seat_taken.999999999999999999999"],
)  # fmt: skip
def test_a_forged_reason_shows_nothing(client: Client, forged: str) -> None:
    client.cookies["session_ended"] = forged
    page = client.get("/login/").content.decode()
    assert "<script>" not in page
    assert 'role="status"' not in page


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/account/signup/").status_code == 404
    assert client.post("/account/signup/", {"email": "x@y.example"}).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/desk/password_reset/", "/desk/password_reset/confirm/MQ/x-y/", "/desk/password_reset/done/"],
)
def test_the_desk_has_no_reset_of_its_own(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_desk_has_no_sign_in_of_its_own(client: Client) -> None:
    answer = client.get("/desk/login/?next=/desk/pages/")
    assert answer["Location"] == "/login/?next=/desk/pages/"
    person = PersonFactory()
    posted = client.post("/desk/login/", {"username": person.email, "password": PASSWORD})
    assert posted["Location"].startswith("/login/?next=")
    assert "_auth_user_id" not in client.session


def test_whoever_may_not_go_to_the_desk_is_told_so_and_not_led_in_circles(client: Client) -> None:
    person = PersonFactory(email="ada@bank.example")
    SubscriptionFactory(company=person.company)
    client.force_login(person)
    answer = client.get("/desk/pages/", follow=True)
    assert (answer.status_code, len(answer.redirect_chain)) == (403, 1)
    page = answer.content.decode()
    assert f"<title>Not allowed · {agency().short_name}</title>" in page
    assert "Your account, ada@bank.example, may not open this page." in page
    for onward in ("/terminal/", "/account/"):
        assert f'href="{onward}"' in page
        assert client.get(onward).status_code == 200


def test_a_stranger_who_may_not_open_a_page_is_offered_to_sign_in(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    page = permission_denied(request, PermissionDenied()).content.decode()
    assert 'href="/login/"' in page
    assert "Your account" not in page


@pytest.mark.parametrize(
    ("path", "facts"),
    [("/login/", {"login": "x@y.example", "password": "z"}), ("/account/password/reset/", {})],
)
def test_a_refused_form_says_so_in_the_title_and_takes_the_focus(
    client: Client, path: str, facts: dict[str, str]
) -> None:
    page = client.post(path, facts).content.decode()
    assert "<title>Please check: " in page
    assert page.index("autofocus") > page.index('id="problems"')
    assert 'id="problems" role="alert" tabindex="-1" autofocus' in page
    good = client.get(path).content.decode()
    assert "Please check" not in good
    assert 'id="problems"' not in good


def test_a_refused_new_password_says_so_in_the_title_and_takes_the_focus(client: Client) -> None:
    _sign_in(client, PersonFactory().email)
    page = client.post("/account/password/change/", {"oldpassword": "x"}).content.decode()
    assert "<title>Please check: " in page
    assert 'id="problems" role="alert" tabindex="-1" autofocus' in page
    assert 'id="problems"' not in client.get("/account/password/change/").content.decode()


def test_letters_about_accounts_say_where_an_answer_goes(client: Client, settings: Any) -> None:
    settings.WIREROOM_AGENCY = Agency(sales_email="sales@agency.example")
    client.post("/account/password/reset/", {"email": PersonFactory().email})
    assert OutgoingMail.objects.get().reply_to == "sales@agency.example"


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(client: Client, to: str) -> None:
    assert _sign_in(client, PersonFactory().email, next=to)["Location"] == "/terminal/"


@pytest.mark.parametrize(("method", "status"), [(None, 403), ("oidc", None), ("saml", None)])
def test_only_the_provider_signs_in_whom_it_must(
    rf: RequestFactory, method: str | None, status: int | None
) -> None:
    person = _bound_to_a_provider()
    request = rf.get("/")
    request.session = SessionStore()
    request.user = AnonymousUser()
    request.sign_in_method = method
    hooks = {"email_verification": "none", "signal_kwargs": None, "email": None}
    with request_context(request):
        adapter = AccountAdapter(request)
        answer = adapter.pre_login(request, person, signup=False, redirect_url=None, **hooks)
    assert (answer and answer.status_code) == status
