"""The terminal's pages: who reads what on them, and who reads nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace

from tests.factories.customers import START, PersonFactory, ProductFactory, SubscriptionFactory
from tests.factories.items import make_item, make_kill, release
from wireroom.delivery import positions, tickets
from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import new_guid, short
from wireroom.kernel.newsitem import Correction, EdNote, Paragraph, UpdateType
from wireroom.wire import queries as wire

pytestmark = pytest.mark.django_db

CANARY = "canary-4711 sings in the body"
BY_SCRIPT = {"X-Script": "1"}


def _item(**over: Any) -> Any:
    return make_item(body=(Paragraph(text=CANARY),), **over)


def _address(guid: str) -> str:
    return f"/terminal/story/{short(guid)}/"


def test_a_subscriber_sees_the_newest_headlines_on_top(subscriber: Any) -> None:
    release(headline="First the storm")
    release(headline="Then the calm")
    page = subscriber().get("/terminal/").content.decode()
    assert 0 < page.index("Then the calm") < page.index("First the storm")


def test_staff_read_too(staff: Client) -> None:
    release(headline="First the storm")
    assert "First the storm" in staff.get("/terminal/").content.decode()


def test_whoever_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    entry = release()
    for address in ("/terminal/", _address(entry.guid)):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, f"/login/?next={address}")


def test_the_script_of_whoever_is_not_signed_in_gets_a_bare_401(client: Client) -> None:
    entry = release(_item())
    for answer in (
        client.get("/terminal/", headers=BY_SCRIPT),
        client.get(_address(entry.guid), headers=BY_SCRIPT),
        client.post("/terminal/ticket/", headers=BY_SCRIPT),
    ):
        assert (answer.status_code, answer.content) == (401, b"")


def test_a_person_without_a_subscription_gets_a_clear_page_and_no_byte_of_news(
    stranger: Client,
) -> None:
    entry = release(_item(headline="Secret storm"))
    for answer in (
        stranger.get("/terminal/"),
        stranger.get(_address(entry.guid)),
        stranger.get(_address(entry.guid), headers=BY_SCRIPT),
        stranger.post("/terminal/ticket/"),
    ):
        text = answer.content.decode()
        assert answer.status_code == 403
        assert "no active subscription" in text
        assert "Secret storm" not in text
        assert CANARY not in text


def test_whoever_bought_other_ways_of_reading_is_told_that_and_no_byte_of_news(
    subscriber: Any,
) -> None:
    entry = release(_item(headline="Secret storm"))
    client = subscriber(channels=["api"])
    for address in ("/terminal/", _address(entry.guid)):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "does not include this terminal" in answer.text
        assert "no active subscription" not in answer.text.lower()
        assert "Secret storm" not in answer.text


def test_a_subscription_to_other_ways_that_has_ended_is_none(client: Client) -> None:
    person = PersonFactory()
    product = ProductFactory(channels=["api"])
    SubscriptionFactory(
        company=person.company, product=product, active_to=START + timedelta(days=1)
    )
    client.force_login(person)
    text = client.get("/terminal/").text
    assert "no active subscription" in text
    assert "does not include this terminal" not in text


def test_the_page_names_the_place_from_which_the_stream_goes_on(subscriber: Any) -> None:
    release()
    entry = release()
    page = subscriber().get("/terminal/").content.decode()
    cursor = re.search(r'data-stream-cursor-value="([^"]+)"', page)
    assert cursor is not None
    assert positions.unseal(cursor[1]) == (wire.current_epoch(), entry.seq)


def test_a_story_is_shown_with_its_text(subscriber: Any) -> None:
    entry = release(_item(headline="Storm", standfirst="It blew."))
    answer = subscriber().get(_address(entry.guid), headers=BY_SCRIPT)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Storm" in text
    assert "It blew." in text
    assert CANARY in text
    assert "<html" not in text


def test_without_script_the_story_stands_on_the_whole_screen(subscriber: Any) -> None:
    entry = release(_item())
    text = subscriber().get(_address(entry.guid)).content.decode()
    assert CANARY in text
    assert "<html" in text
    assert 'role="feed"' in text


def test_a_headline_customer_never_gets_a_byte_of_the_body(subscriber: Any) -> None:
    entry = release(_item(headline="Storm", standfirst="canary-4711 in the standfirst"))
    client = subscriber(level="headline")
    for answer in (
        client.get("/terminal/"),
        client.get(_address(entry.guid)),
        client.get(_address(entry.guid), headers=BY_SCRIPT),
    ):
        text = answer.content.decode()
        assert "Storm" in text
        assert "canary-4711" not in text
    assert "headline of this story" in text


def test_what_may_not_be_read_is_as_missing_as_what_never_was(subscriber: Any) -> None:
    entry = release(_item(language="en"))
    client = subscriber(languages=["ru"])
    hidden = client.get(_address(entry.guid))
    absent = client.get(_address(new_guid()))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert "Harbour" not in client.get("/terminal/").content.decode()


@pytest.mark.parametrize("short_guid", ["%00", "x" * 3000, "%F0%9F%97%9E", "'; drop"])
def test_an_address_that_is_no_story_is_missing(subscriber: Any, short_guid: str) -> None:
    assert subscriber().get(f"/terminal/story/{short_guid}/").status_code == 404


def test_notes_for_the_desk_stay_in_the_house(subscriber: Any) -> None:
    notes = (
        EdNote(text="Call Petrova on 4711", role="contact"),
        EdNote(text="Pictures to follow", publishable=True),
    )
    entry = release(ednotes=notes)
    text = subscriber().get(_address(entry.guid)).content.decode()
    assert "Pictures to follow" in text
    assert "4711" not in text


def test_a_correction_says_what_was_and_what_is(subscriber: Any) -> None:
    first = release(_item())
    correction = Correction(was="Monday", now="Tuesday", where="paragraph 1", why="Our error.")
    release(
        replace(
            first.item, version=2, update_type=UpdateType.CORRECTION_FACT, correction=correction
        )
    )
    text = subscriber().get(_address(first.guid), headers=BY_SCRIPT).content.decode()
    for part in ("Corrected", "Monday", "Tuesday", "paragraph 1", "Our error."):
        assert part in text


def test_an_earlier_version_is_shown_as_what_it_is(subscriber: Any) -> None:
    first = release(_item())
    new_text = (Paragraph(text="Other text."),)
    release(replace(first.item, version=2, update_type=UpdateType.DEVELOPMENT, body=new_text))
    client = subscriber()
    current = client.get(_address(first.guid), headers=BY_SCRIPT).content.decode()
    earlier = client.get(_address(first.guid), {"version": 1}, headers=BY_SCRIPT).content.decode()
    assert CANARY not in current
    assert CANARY in earlier
    assert "Earlier version 1" in earlier
    assert "Earlier version" not in current


@pytest.mark.parametrize("version", ["3", "99999999999999999999"])
def test_a_version_that_never_was_is_missing(subscriber: Any, version: str) -> None:
    first = release(_item())
    answer = subscriber().get(_address(first.guid), {"version": version})
    assert answer.status_code == 404


@pytest.mark.parametrize("query", [{}, {"version": 1}, {"version": 2}])
def test_of_a_killed_story_only_the_notice_is_left(subscriber: Any, query: dict[str, int]) -> None:
    first = release(_item(headline="Old claim"))
    release(make_kill(first.item))
    client = subscriber()
    text = client.get(_address(first.guid), query).content.decode()
    assert "withdrawn for good" in text
    assert "KILL: HARBOUR-STORM" in text
    assert CANARY not in text
    assert "Old claim" not in text


def test_markup_in_a_headline_stays_text(subscriber: Any) -> None:
    entry = release(headline="<script>alert(1)</script>")
    client = subscriber()
    for answer in (client.get("/terminal/"), client.get(_address(entry.guid))):
        assert b"<script>alert" not in answer.content


def test_a_ticket_names_the_person_and_the_session(subscriber: Any) -> None:
    client = subscriber()
    answer = client.post("/terminal/ticket/").json()
    who = tickets.redeem(answer["ticket"], utc_now())
    assert who == (int(client.session["_auth_user_id"]), client.session.session_key)
    assert answer["url"].endswith("/stream")


def test_a_ticket_is_not_given_to_a_link_or_to_another_site(subscriber: Any) -> None:
    client = subscriber()
    assert client.get("/terminal/ticket/").status_code == 405
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = client.cookies
    assert careful.post("/terminal/ticket/").status_code == 403


def test_nothing_of_the_terminal_is_kept_in_a_cache(subscriber: Any) -> None:
    entry = release()
    client = subscriber()
    for answer in (client.get("/terminal/"), client.get(_address(entry.guid))):
        assert "no-store" in answer["Cache-Control"]
        assert "X-Script" in answer["Vary"]


def test_the_page_runs_no_inline_code(subscriber: Any) -> None:
    policy = subscriber().get("/terminal/")["Content-Security-Policy"]
    assert "unsafe" not in policy


def test_the_list_costs_the_same_few_queries_however_long_it_is(subscriber: Any) -> None:
    client = subscriber()
    release()
    few = _queries_of(client, "/terminal/")
    for number in range(30):
        release(headline=f"Storm {number}")
    assert _queries_of(client, "/terminal/") == few <= 24


def test_a_story_costs_few_queries(subscriber: Any) -> None:
    entry = release()
    assert _queries_of(subscriber(), _address(entry.guid)) <= 12


def _queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, headers=BY_SCRIPT).status_code == 200
    return len(queries)
