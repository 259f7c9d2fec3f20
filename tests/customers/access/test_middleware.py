"""Every request of somebody signed in is held against the record of the session."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests.factories.customers import (
    PASSWORD,
    CompanyFactory,
    PersonFactory,
    StaffFactory,
    SubscriptionFactory,
)
from wireroom.customers import services
from wireroom.customers.access import middleware
from wireroom.customers.models import AccessEvent, SignIn
from wireroom.kernel.clock import utc_now
from wireroom.kernel.network import read_networks

pytestmark = pytest.mark.django_db

PAGE = {"HTTP_ACCEPT": "text/html"}
HOUSE = "192.0.2.0/24"
INSIDE, ELSEWHERE = "192.0.2.9", "203.0.113.9"


@pytest.fixture
def person():
    """Somebody with a terminal to read."""
    company = CompanyFactory()
    SubscriptionFactory(company=company, seats=1)
    return PersonFactory(company=company)


@pytest.fixture
def browser(person):
    client = Client(REMOTE_ADDR=INSIDE, **PAGE)
    client.force_login(person)
    return client


def bind(person, *networks):
    person.company.networks = list(networks)
    person.company.save()


def test_the_address_is_that_of_the_client(settings, rf: RequestFactory):
    settings.WIREROOM_TRUSTED_PROXIES = read_networks("127.0.0.1")
    seen = []
    stand = middleware.ClientAddressMiddleware(lambda request: seen.append(request.client_address))
    stand(rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1, 192.0.2.1"))
    stand(rf.get("/", REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR="192.0.2.1"))
    stand(rf.get("/", REMOTE_ADDR=""))
    assert seen == ["192.0.2.1", "198.51.100.1", ""]


def test_a_session_from_before_is_recorded_with_its_first_request(browser, person):
    SignIn.objects.all()._raw_delete("default")
    assert browser.get("/terminal/").status_code == 200
    row = SignIn.objects.get()
    assert (row.person, row.session_key) == (person, browser.session.session_key)
    assert (row.method, row.address) == ("earlier", INSIDE)
    browser.get("/terminal/")
    assert SignIn.objects.count() == 1


def test_it_costs_one_query_and_no_write(browser, person, rf, django_assert_num_queries):
    request = rf.get("/")
    request.session, request.user = browser.session, person
    request.session.keys()
    with django_assert_num_queries(1):
        guard = middleware.SignInMiddleware(lambda _: HttpResponse())
        assert guard.process_view(request, lambda _: HttpResponse(), (), {}) is None
    assert request.sign_in_id == SignIn.objects.get().pk


def test_nobody_costs_none(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/terminal/nothing-here/").status_code == 404


def test_being_in_use_is_noted_after_a_minute(browser):
    old = utc_now() - timedelta(minutes=2)
    SignIn.objects.update(seen_at=old)
    browser.get("/terminal/")
    assert SignIn.objects.get().seen_at > old


def test_an_ended_session_lands_on_the_sign_in_page_which_says_why(browser, person):
    other = Client(**PAGE)
    other.force_login(person)
    answer = browser.get("/terminal/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/login/")
    assert "took this seat" in answer.content.decode()
    assert other.get("/terminal/").status_code == 200
    signed_out = Client(**PAGE).get("/login/")
    assert "took this seat" not in signed_out.content.decode()


def test_a_record_that_is_over_beats_a_session_that_lives(browser):
    """Whatever brought the session back, nobody is signed in by it."""
    SignIn.objects.update(ended_at=utc_now(), ended_why="revoked")
    key = browser.session.session_key
    assert browser.get("/terminal/").status_code == 302
    assert not Session.objects.filter(session_key=key).exists()


def test_a_session_that_ran_out_is_noted_with_the_next_request(browser):
    Session.objects.update(expire_date=utc_now() - timedelta(days=1))
    browser.get("/terminal/")
    assert SignIn.objects.get().ended_why == "expired"


def test_signing_out_ends_the_record(browser):
    browser.post("/logout/")
    assert SignIn.objects.get().ended_why == "signed_out"
    assert AccessEvent.objects.filter(what="sign_out").count() == 1


def test_somebody_else_in_the_same_browser_ends_the_first_session(browser, person):
    other = PersonFactory()
    browser.force_login(other)
    browser.get("/terminal/")
    open_ = SignIn.objects.get(person=other)
    assert (open_.is_open(), open_.session_key) == (True, browser.session.session_key)


def test_a_new_password_keeps_the_session_it_was_given_in_and_ends_the_others(browser, person):
    bind(person)
    other = Client(**PAGE)
    person.company.subscriptions.update(seats=None)
    other.force_login(person)
    before = browser.session.session_key
    answer = browser.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "brand new phrase", "password2": "brand new phrase"},
    )
    assert answer.status_code == 302
    assert browser.session.session_key != before, "Django gives the session another key"
    assert browser.get("/terminal/").status_code == 200
    assert other.get("/terminal/").status_code == 302
    kept, ended = SignIn.objects.order_by("pk")
    assert (kept.session_key, kept.ended_why) == (browser.session.session_key, "")
    assert ended.ended_why == "password_changed"


def test_from_elsewhere_there_is_a_page_that_says_from_where(browser, person):
    bind(person, HOUSE, "2001:db8::/32")
    assert browser.get("/terminal/").status_code == 200
    answer = browser.get("/terminal/", REMOTE_ADDR=ELSEWHERE)
    text = answer.content.decode()
    assert answer.status_code == 403
    assert answer.headers["Cache-Control"] == "no-store"
    for each in (HOUSE, "2001:db8::/32", ELSEWHERE):
        assert each in text
    assert browser.get("/terminal/").status_code == 200, "the session lives on"


def test_a_script_from_elsewhere_gets_a_problem(browser, person):
    bind(person, HOUSE)
    answer = browser.get("/terminal/", REMOTE_ADDR=ELSEWHERE, HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["type"] == "urn:wireroom:error:comes_from_elsewhere"
    assert answer.json()["networks"] == HOUSE


def test_from_elsewhere_one_can_sign_out(browser, person):
    bind(person, HOUSE)
    assert browser.post("/logout/", REMOTE_ADDR=ELSEWHERE).status_code == 302
    assert SignIn.objects.get().ended_why == "signed_out"


def test_from_elsewhere_nobody_signs_in(person):
    bind(person, HOUSE)
    client = Client(REMOTE_ADDR=ELSEWHERE, **PAGE)
    answer = client.post("/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert client.get("/terminal/").status_code == 302, "and nobody is signed in"
    assert not SignIn.objects.exists()
    inside = Client(REMOTE_ADDR=INSIDE, **PAGE)
    answer = inside.post("/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert inside.get("/terminal/").status_code == 200


def test_a_session_from_before_is_not_recorded_from_elsewhere(browser, person):
    bind(person, HOUSE)
    SignIn.objects.all()._raw_delete("default")
    assert browser.get("/terminal/", REMOTE_ADDR=ELSEWHERE).status_code == 403
    assert not SignIn.objects.exists()


def test_who_is_not_bound_comes_from_anywhere(browser, person):
    bind(PersonFactory(), HOUSE)
    assert browser.get("/terminal/", REMOTE_ADDR=ELSEWHERE).status_code == 200


def test_staff_come_from_anywhere(client):
    client.force_login(StaffFactory())
    assert client.get("/terminal/nothing-here/", REMOTE_ADDR=ELSEWHERE).status_code == 404


def test_revoking_ends_the_next_request(browser, person):
    row = SignIn.objects.get()
    services.end_session(sign_in_id=row.pk, now=utc_now(), actor="admin@example.com")
    answer = browser.get("/terminal/", follow=True)
    assert "by an administrator" in answer.content.decode()
    assert browser.get("/terminal/", HTTP_X_SCRIPT="1").status_code == 401
