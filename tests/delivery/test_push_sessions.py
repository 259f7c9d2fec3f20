"""Sessions that end and addresses that change, under open streams, through the real thing."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    SubscriptionFactory,
)
from tests.factories.items import make_item, release
from tests.factories.sessions import make_session
from wireroom.customers import queries, services
from wireroom.customers.models import AccessToken, SignIn
from wireroom.delivery import tickets
from wireroom.kernel.clock import utc_now

PROMISE_S = 5
TOKEN = {"Authorization": "Bearer wr_machine"}


@pytest.fixture
def server(push):
    """A push server that has let somebody in, so that its source is up."""
    ProductFactory(code="free", public=True, genres=["genre:Press"])
    server = push(rights_check_s=0.5)
    with server.get() as reader:
        reader.named("hello")
    return server


@pytest.fixture
def company():
    """One seat, and a token."""
    company = CompanyFactory()
    SubscriptionFactory(company=company, seats=1)
    AccessTokenFactory(company=company, secret="wr_machine")
    return company


def browser_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


def stream_of(server, browser, **headers):
    person_id = int(browser.session["_auth_user_id"])
    ticket = tickets.issue(person_id, browser.session.session_key, utc_now())
    return server.get(f"/stream?ticket={ticket}", **headers)


def bye_of(reader):
    began = time.monotonic()
    bye = reader.named("bye")
    assert time.monotonic() - began < PROMISE_S
    assert reader.event() is None
    return bye


def bind(company, *networks):
    company.networks = list(networks)
    company.save()


def test_a_seat_taken_ends_the_stream_with_the_reason_and_the_time(server, company):
    first = browser_of(PersonFactory(company=company))
    reader, machine = stream_of(server, first), server.get(**TOKEN)
    reader.named("hello"), machine.named("hello")
    second = browser_of(PersonFactory(company=company))
    began_at = SignIn.objects.get(session_key=second.session.session_key).began_at

    bye = bye_of(reader)

    assert bye["reason"] == "seat_taken"
    assert datetime.fromisoformat(bye["at"]) == began_at
    assert stream_of(server, second).named("hello")["reader"] == company.code
    release(make_item(headline="goes on"))
    assert machine.named("message")["headline"] == "goes on", "a token takes no seat"


def test_the_ticket_of_a_session_whose_seat_was_taken_opens_nothing(server, company):
    first = browser_of(PersonFactory(company=company))
    key, person_id = first.session.session_key, int(first.session["_auth_user_id"])
    ticket = tickets.issue(person_id, key, utc_now())
    browser_of(PersonFactory(company=company))
    assert server.get(f"/stream?ticket={ticket}").status == 401


def test_a_revoked_session_ends_its_streams_and_no_others(server, company):
    company.subscriptions.update(seats=None)
    one, other = (browser_of(PersonFactory(company=company)) for _ in range(2))
    reader, stays = stream_of(server, one), stream_of(server, other)
    reader.named("hello"), stays.named("hello")
    row = SignIn.objects.get(session_key=one.session.session_key)
    services.end_session(sign_in_id=row.pk, now=utc_now(), actor="admin@example.com")
    assert bye_of(reader)["reason"] == "revoked"
    release(make_item(headline="goes on"))
    assert stays.named("message")["headline"] == "goes on"


def test_a_new_password_ends_the_streams_of_other_sessions(server, company):
    person = PersonFactory(company=company)
    reader = stream_of(server, browser_of(person))
    reader.named("hello")
    person.set_password("quite another password")
    person.save()
    assert bye_of(reader)["reason"] == "password_changed"


def test_a_session_with_a_new_key_comes_back_with_a_new_ticket(server, company):
    browser = browser_of(PersonFactory(company=company))
    reader = stream_of(server, browser)
    reader.named("hello")
    session = browser.session
    old_key = session.session_key
    session.cycle_key()
    services.renew_session(old_key=old_key, new_key=session.session_key)
    assert bye_of(reader) == {"reason": "signed_out"}, "without a time: it did not end"
    browser.cookies["sessionid"] = session.session_key
    assert stream_of(server, browser).named("hello")


@pytest.mark.parametrize("bound", [[], ["127.0.0.0/8"], ["192.0.2.0/24", "127.0.0.1"]])
def test_from_its_own_network_a_company_reads(server, company, bound):
    browser = browser_of(PersonFactory(company=company))
    bind(company, *bound)
    assert server.get(**TOKEN).named("hello")
    assert stream_of(server, browser).named("hello")


def test_from_elsewhere_neither_token_nor_ticket_opens_anything(server, company):
    browser = browser_of(PersonFactory(company=company))
    bind(company, "192.0.2.0/24")
    for reader in (server.get(**TOKEN), stream_of(server, browser)):
        assert reader.status == 403
        assert b"urn:wireroom:error:push_elsewhere" in reader.rest()
    assert server.get(Authorization="Bearer wr_unknown").status == 401


def test_networks_bind_whoever_signed_in_and_not_whom_they_look_as(server, company):
    """The agency looks as a customer, from its own office, with a session that has no record."""
    bind(company, "192.0.2.0/24")
    ticket = tickets.issue(PersonFactory(company=company).pk, make_session(), utc_now())
    assert server.get(f"/stream?ticket={ticket}").named("hello")["reader"] == company.code


def test_behind_a_proxy_of_ours_the_reader_counts_and_not_the_proxy(server, company):
    bind(company, "192.0.2.0/24")
    assert server.get(X_Forwarded_For="192.0.2.7", **TOKEN).named("hello")
    assert server.get(X_Forwarded_For="192.0.2.7, 203.0.113.9", **TOKEN).status == 403
    assert server.get(X_Forwarded_For="nonsense", **TOKEN).status == 403


def test_two_lines_of_addresses_are_one_list(server, company):
    """A line of the client's own must not hide the one that the proxy added."""
    bind(company, "192.0.2.0/24")
    lines = {"X_Forwarded_For": "192.0.2.7", "x_forwarded_for": "203.0.113.9"}
    assert server.get(**lines, **TOKEN).status == 403
    lines = {"X_Forwarded_For": "203.0.113.9", "x_forwarded_for": "192.0.2.7"}
    assert server.get(**lines, **TOKEN).named("hello")


def test_a_network_that_is_taken_away_ends_the_streams_from_there(server, company):
    bind(company, "192.0.2.0/24", "198.51.100.0/24")
    here = server.get(X_Forwarded_For="192.0.2.7", **TOKEN)
    there = server.get(X_Forwarded_For="198.51.100.7", **TOKEN)
    here.named("hello"), there.named("hello")
    bind(company, "192.0.2.0/24")
    assert bye_of(there) == {"reason": "rights_changed"}
    release(make_item(headline="goes on"))
    assert here.named("message")["headline"] == "goes on"


def test_the_use_of_a_token_is_noted(server, company):
    unused = AccessTokenFactory(company=company, secret="wr_unused")
    began = utc_now()
    server.get(**TOKEN).named("hello")
    token = AccessToken.objects.exclude(pk=unused.pk).get()
    deadline = time.monotonic() + 30
    while token.last_used_at is None and time.monotonic() < deadline:
        time.sleep(0.1)
        token.refresh_from_db()
    assert began <= token.last_used_at <= utc_now()
    unused.refresh_from_db()
    assert unused.last_used_at is None


def test_a_token_ends_under_its_stream_when_an_administrator_revokes_it(server, company):
    admin = PersonFactory(company=company, role="administrator")
    token, secret = services.issue_token(
        name="desk system",
        company_id=company.pk,
        scopes=["stream"],
        created_by_id=admin.pk,
        expires_at=utc_now() + timedelta(days=1),
        now=utc_now(),
        actor=admin.email,
    )
    reader = server.get(Authorization=f"Bearer {secret}")
    other = server.get(**TOKEN)
    reader.named("hello"), other.named("hello")
    services.revoke_token(
        token_id=token.pk, of_company_id=company.pk, now=utc_now(), actor=admin.email
    )
    assert bye_of(reader) == {"reason": "rights_changed"}
    assert server.get(Authorization=f"Bearer {secret}").status == 401
    release(make_item(headline="goes on"))
    assert other.named("message")["headline"] == "goes on"


def test_a_token_for_other_channels_opens_no_stream(server, company):
    AccessTokenFactory(company=company, secret="wr_api", scopes=["api"])
    assert server.get(Authorization="Bearer wr_api").status == 204


def test_seats_are_counted_while_streams_are_open(server, company):
    browser = browser_of(PersonFactory(company=company))
    stream_of(server, browser).named("hello")
    assert queries.seats(company.pk, utc_now()) == (1, 1)
