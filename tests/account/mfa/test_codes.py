"""Authenticator apps and recovery codes."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tests.factories.customers import PASSWORD, PersonFactory
from wireroom.customers.models import OutgoingMail, SignIn

pytestmark = pytest.mark.django_db


def _code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def _password(client: Client, person: Any) -> Any:
    return client.post("/login/", {"login": person.email, "password": PASSWORD})


def _set_up(client: Client, person: Any) -> str:
    _password(client, person)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'class="secret"[^>]*>([A-Z2-7]+)<', page)[1]
    answer = client.post("/account/2fa/totp/activate/", {"code": _code(secret)})
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    return secret


def _codes_shown(client: Client) -> list[str]:
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    return re.findall(r"<li>(\d{8})</li>", page)


def test_after_the_password_a_code_is_asked_for(client: Client) -> None:
    person = PersonFactory()
    secret = _set_up(client, person)
    client.post("/logout/")
    assert _password(client, person)["Location"] == "/account/2fa/authenticate/"
    asked = client.get("/account/2fa/authenticate/").content.decode()
    assert re.search(r'<input[^>]*name="code"[^>]* autofocus', asked)
    assert client.get("/terminal/").status_code == 302
    answer = client.post("/account/2fa/authenticate/", {"code": _code(secret, 1)})
    assert answer["Location"] == "/terminal/"
    assert SignIn.objects.latest("pk").method == "totp"


def test_a_wrong_code_signs_nobody_in(client: Client) -> None:
    person = PersonFactory()
    secret = _set_up(client, person)
    client.post("/logout/")
    _password(client, person)
    wrong = str((int(_code(secret)) + 1) % 1_000_000).zfill(6)
    page = client.post("/account/2fa/authenticate/", {"code": wrong}).content.decode()
    assert "This code is not right" in page
    assert "_auth_user_id" not in client.session


def test_a_code_counts_once(client: Client) -> None:
    person = PersonFactory()
    secret = _set_up(client, person)
    code = _code(secret, 1)
    for status in (302, 200):
        client.post("/logout/")
        _password(client, person)
        answer = client.post("/account/2fa/authenticate/", {"code": code})
        assert answer.status_code == status


def test_guessing_codes_is_slow(client: Client) -> None:
    person = PersonFactory()
    secret = _set_up(client, person)
    client.post("/logout/")
    _password(client, person)
    for _ in range(6):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    page = client.post("/account/2fa/authenticate/", {"code": _code(secret, 1)}).content.decode()
    assert "Too many tries" in page


def test_a_recovery_code_signs_in_once(client: Client) -> None:
    person = PersonFactory()
    _set_up(client, person)
    codes = _codes_shown(client)
    assert len(codes) == 10
    for status in (302, 200):
        client.post("/logout/")
        _password(client, person)
        answer = client.post("/account/2fa/authenticate/", {"code": codes[0]})
        assert answer.status_code == status
    assert SignIn.objects.latest("pk").method == "recovery"


def test_new_codes_replace_the_old(client: Client) -> None:
    person = PersonFactory()
    _set_up(client, person)
    old = _codes_shown(client)
    client.post("/account/2fa/recovery-codes/generate/")
    assert not set(old) & set(_codes_shown(client))


def test_secrets_are_sealed_in_the_database(client: Client) -> None:
    person = PersonFactory()
    secret = _set_up(client, person)
    codes = _codes_shown(client)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in codes)


def test_each_change_is_told_by_letter(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    person = PersonFactory()
    with django_capture_on_commit_callbacks(execute=True):
        _set_up(client, person)
    letter = OutgoingMail.objects.get()
    assert letter.to == person.email
    assert "An authenticator app was set up" in letter.text
    assert "If this was not you" in letter.text


def test_a_stale_session_gives_the_password_again_before_it_changes_devices(
    client: Client,
) -> None:
    _password(client, PersonFactory())
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    answer = client.get("/account/2fa/totp/activate/")
    assert answer["Location"].startswith("/account/reauthenticate/?next=")
    client.post(answer["Location"], {"password": "wrong"})
    assert client.get("/account/2fa/totp/activate/").status_code == 302
    client.post(answer["Location"], {"password": PASSWORD})
    assert client.get("/account/2fa/totp/activate/").status_code == 200


def test_the_qr_code_stands_in_the_page_without_a_data_address(client: Client) -> None:
    _password(client, PersonFactory())
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert "<svg" in page
    assert "data:" not in page
    assert "style=" not in page
    assert "<?xml" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/account/2fa/",
        "/account/2fa/totp/activate/",
        "/account/2fa/recovery-codes/",
        "/account/2fa/recovery-codes/download/",
        "/account/2fa/passkeys/add/",
        "/account/password/change/",
        "/account/reauthenticate/",
    ],
)
def test_strangers_are_asked_to_sign_in(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/login/")


def test_whoever_began_as_the_wrong_person_begins_again(client: Client) -> None:
    person = PersonFactory()
    _set_up(client, person)
    client.post("/logout/")
    _password(client, person)
    assert client.get("/login/")["Location"] == "/account/2fa/authenticate/"
    client.post("/logout/")
    assert client.get("/login/").status_code == 200
