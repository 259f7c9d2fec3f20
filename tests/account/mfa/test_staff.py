"""Agency staff have a second factor, or go nowhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.account.mfa.test_codes import _code, _password, _set_up
from tests.factories.customers import PersonFactory, StaffFactory

pytestmark = pytest.mark.django_db
ELSEWHERE = ["/terminal/", "/desk/", "/desk/account/", "/account/", "/terminal/live/"]


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.WIREROOM_STAFF_MFA = True


@pytest.mark.parametrize("facts", [{}, {"is_staff": False, "is_superuser": True}])
@pytest.mark.parametrize("path", ELSEWHERE)
def test_without_a_device_staff_are_led_to_where_they_set_one_up(
    client: Client, path: str, facts: dict[str, bool]
) -> None:
    _password(client, StaffFactory(**facts))
    assert client.get(path)["Location"].startswith("/account/2fa/?next=")


def test_and_can_send_nothing(client: Client) -> None:
    _password(client, StaffFactory())
    assert client.post("/terminal/ticket/").status_code == 403


def test_customers_need_none(client: Client) -> None:
    _password(client, PersonFactory())
    assert "2fa" not in client.get("/account/profile/").headers.get("Location", "")


def test_the_page_says_why(client: Client) -> None:
    _password(client, StaffFactory())
    assert "Set up a second factor to go on" in client.get("/account/2fa/").content.decode()


def test_a_customer_is_not_told_to(client: Client) -> None:
    _password(client, PersonFactory())
    assert "Set up a second factor to go on" not in client.get("/account/2fa/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_with_the_device_just_set_up_the_way_is_open(client: Client) -> None:
    _set_up(client, StaffFactory())
    assert client.get("/terminal/").status_code == 200


def test_with_the_code_given_the_way_is_open(client: Client) -> None:
    person = StaffFactory()
    secret = _set_up(client, person)
    client.post("/logout/")
    _password(client, person)
    assert client.get("/terminal/")["Location"].startswith("/login/")
    client.post("/account/2fa/authenticate/", {"code": _code(secret, 1)})
    assert client.get("/terminal/").status_code == 200


def test_a_session_that_came_in_without_the_device_shows_it_first(client: Client) -> None:
    person = StaffFactory()
    secret = _set_up(Client(), person)
    client.force_login(person)
    answer = client.get("/terminal/")
    assert answer["Location"].startswith("/account/2fa/reauthenticate/?next=")
    client.post(answer["Location"], {"code": _code(secret, 1)})
    assert client.get("/terminal/").status_code == 200


def test_a_password_alone_sets_no_second_device_up_beside_the_first(client: Client) -> None:
    person = StaffFactory()
    _set_up(Client(), person)
    client.force_login(person)
    assert client.get("/account/2fa/passkeys/add/").status_code == 302


def test_the_only_device_stays(client: Client) -> None:
    _set_up(client, StaffFactory())
    page = client.post("/account/2fa/totp/deactivate/").content.decode()
    assert "only second factor" in page
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_customer_may_take_theirs_away(client: Client) -> None:
    _set_up(client, PersonFactory())
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()


def test_a_house_may_do_without(client: Client, settings: Any) -> None:
    settings.WIREROOM_STAFF_MFA = False
    _password(client, StaffFactory())
    assert client.get("/terminal/").status_code == 200


def test_staff_may_always_leave(client: Client) -> None:
    _password(client, StaffFactory())
    assert client.post("/logout/")["Location"] == "/login/"


def test_the_desk_changes_no_password_and_no_address(client: Client) -> None:
    person = StaffFactory(is_superuser=True)
    _set_up(client, person)
    page = client.get("/desk/account/").content.decode()
    assert not re.search(r'name="[^"]*(password|email)[^"]*"', page)
