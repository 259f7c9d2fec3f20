"""From a release to its readers, each with their own rights, through the real thing."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import httpx
import httpx_sse
import pytest
import sseclient
from django.contrib.auth import get_user_model
from django.test import Client

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    SubscriptionFactory,
)
from tests.factories.items import make_item, make_kill, release
from wireroom.customers import services as customers
from wireroom.delivery import positions, tickets
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Correction, Paragraph, Subject, UpdateType
from wireroom.wire import queries, services

BODY = "CANARY-OF-THE-BODY"
HIDDEN = "CANARY-OF-A-STORY-FOR-OTHERS"


def token_for(secret, **product):
    """A company with one product, and a token of it."""
    company = CompanyFactory()
    made = ProductFactory(**product)
    subscription = SubscriptionFactory(company=company, product=made)
    return AccessTokenFactory(company=company, secret=secret), subscription


def story(headline, **over):
    return release(make_item(headline=headline, body=(Paragraph(text=BODY),), **over))


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def server(push):
    """A push server that has let somebody in, so that its source is up."""
    ProductFactory(code="free", public=True, level="headline", genres=["genre:Press"])
    server = push(rights_check_s=0.5)
    with server.get() as reader:
        reader.named("hello")
    return server


def test_two_clients_that_others_wrote_get_what_was_released(server):
    token_for("wr_full")
    url = f"http://127.0.0.1:{server.port}/stream"
    with httpx.stream("GET", url, headers=bearer("wr_full"), timeout=30) as one:
        events = httpx_sse.EventSource(one).iter_sse()
        assert next(events).event == "hello"
        with httpx.stream("GET", url, headers=bearer("wr_full"), timeout=30) as other:
            others = sseclient.SSEClient(other.iter_raw()).events()
            assert next(others).event == "hello"
            for number in range(5):
                story(f"story {number}")
            for number in range(5):
                one_got, other_got = next(events), next(others)
                assert one_got.event == other_got.event == "message"
                assert one_got.json() == json.loads(other_got.data)
                assert one_got.json()["headline"] == f"story {number}"
                assert one_got.id == other_got.id != ""


def test_each_reader_gets_its_level_and_not_a_byte_more(server):
    press = [Subject(code="medtop:1")]
    token_for("wr_full")
    token_for("wr_headline", level="headline")
    token_for("wr_topic", topics=["medtop:1"])
    AccessTokenFactory(secret="wr_none")
    readers = {name: server.get(**bearer(f"wr_{name}")) for name in ("full", "headline", "topic")}
    readers["public"] = server.get()
    readers["ticker"] = server.get("/stream?format=ticker", **bearer("wr_full"))
    for reader in readers.values():
        reader.named("hello")
    story(HIDDEN)
    story("press", genre="genre:Press", topics=tuple(press))
    got = {
        name: reader.named("message")
        for name, reader in readers.items()
        if name in ("public", "topic")
    }
    assert {item["headline"] for item in got.values()} == {"press"}
    for name in ("full", "headline", "ticker"):
        assert [readers[name].named("message")["headline"] for _ in range(2)] == [HIDDEN, "press"]
    seen = {name: BODY.encode() in reader.raw for name, reader in readers.items()}
    assert seen == {
        "full": True,
        "topic": True,
        "headline": False,
        "public": False,
        "ticker": False,
    }
    hidden = positions.seal(queries.current_epoch(), 1).encode()
    for name in ("public", "topic"):
        assert HIDDEN.encode() not in readers[name].raw
        assert hidden not in readers[name].raw, "not even the id of an unseen entry"
    assert server.get(**bearer("wr_none")).status == 204
    assert server.get(**bearer("wr_unknown")).status == 401


def test_a_replay_is_judged_like_the_live_stream(server):
    token_for("wr_headline", level="headline")
    for number in range(30):
        story(f"story {number}")
    reader = server.get("/stream?last-event-id=earliest", **bearer("wr_headline"))
    assert [reader.named("message")["headline"] for _ in range(30)] == [
        f"story {n}" for n in range(30)
    ]
    assert BODY.encode() not in reader.raw
    public = server.get("/stream?last-event-id=earliest")
    story("press", genre="genre:Press")
    assert public.named("message")["headline"] == "press"
    assert b"story" not in public.raw


@pytest.mark.parametrize(
    "settings_", [{}, {"preload_entries": 5, "chunk_bytes": 2000}], ids=["memory", "database"]
)
def test_a_reader_resumes_after_a_restart_of_everything(push, settings_):
    token_for("wr_full")
    server = push(**settings_)
    with server.get(**bearer("wr_full")) as reader:
        reader.named("hello")
        for number in range(40):
            story(f"story {number}")
        assert [reader.named("message")["headline"] for _ in range(7)] == [
            f"story {n}" for n in range(7)
        ]
        place = reader.last_id
    server.process.kill()
    again = push(**settings_)
    resumed = again.get(Last_Event_ID=place, **bearer("wr_full"))
    got = [resumed.named("message")["headline"] for _ in range(33)]
    assert got == [f"story {n}" for n in range(7, 40)]
    story("live")
    assert resumed.named("message")["headline"] == "live"


def test_a_correction_and_a_kill_follow_whoever_had_the_story_and_nobody_else(server):
    token_for("wr_topic", topics=["medtop:1"])
    token_for("wr_other", topics=["medtop:2"])
    topic, other = server.get(**bearer("wr_topic")), server.get(**bearer("wr_other"))
    for reader in (topic, other):
        reader.named("hello")
    first = make_item(topics=(Subject(code="medtop:1"),))
    release(first)
    corrected = make_item(
        guid=first.guid,
        version=2,
        update_type=UpdateType.CORRECTION_FACT,
        correction=Correction(was="a", now="b"),
        topics=(Subject(code="medtop:3"),),
    )
    release(corrected)
    release(make_kill(corrected))
    story("for others", topics=(Subject(code="medtop:2"),))
    assert [topic.named("message")["update_type"] for _ in range(3)] == [
        "new",
        "correction_fact",
        "kill",
    ]
    assert other.named("message")["headline"] == "for others"
    assert first.guid.encode() not in other.raw


def ends_within_5_s(reader, reason):
    began = time.monotonic()
    bye = reader.named("bye")
    assert bye["reason"] == reason
    assert ("at" in bye) == (reason != "rights_changed"), "only a session ends at a time"
    assert time.monotonic() - began < 5
    assert reader.event() is None


def test_a_revoked_token_ends_its_streams_and_no_others(server):
    token, _ = token_for("wr_revoked")
    token_for("wr_stays")
    reader, other = server.get(**bearer("wr_revoked")), server.get(**bearer("wr_stays"))
    reader.named("hello"), other.named("hello")
    customers.revoke_token(token_id=token.pk, now=utc_now(), actor=None)
    ends_within_5_s(reader, "rights_changed")
    assert server.get(**bearer("wr_revoked")).status == 401
    story("goes on")
    assert other.named("message")["headline"] == "goes on"


def test_an_ended_subscription_ends_the_stream_and_leaves_nothing_to_read(server):
    _, subscription = token_for("wr_ended")
    reader = server.get(**bearer("wr_ended"))
    reader.named("hello")
    customers.end_subscription(subscription_id=subscription.pk, now=utc_now(), actor=None)
    ends_within_5_s(reader, "rights_changed")
    assert server.get(**bearer("wr_ended")).status == 204


def test_a_subscription_that_runs_out_ends_the_stream_by_itself(server):
    company = CompanyFactory()
    AccessTokenFactory(company=company, secret="wr_demo")
    SubscriptionFactory(company=company, active_to=utc_now() + timedelta(seconds=3))
    reader = server.get(**bearer("wr_demo"))
    reader.named("hello")
    assert reader.named("bye") == {"reason": "rights_changed"}
    assert server.get(**bearer("wr_demo")).status == 204


def test_a_replay_is_judged_by_the_rights_of_today(server):
    _, subscription = token_for("wr_reader")
    reader = server.get(**bearer("wr_reader"))
    reader.named("hello")
    place = reader.last_id
    story("before")
    reader.named("message")
    product = ProductFactory(level="headline")
    now = utc_now()
    customers.end_subscription(subscription_id=subscription.pk, now=now, actor=None)
    customers.subscribe(
        company_id=subscription.company_id, product_id=product.pk, now=now, actor=None
    )
    ends_within_5_s(reader, "rights_changed")
    again = server.get(Last_Event_ID=place, **bearer("wr_reader"))
    assert again.named("message")["level"] == "headline"
    assert BODY.encode() not in again.raw


@pytest.fixture
def signed_in():
    """A person with a session in a browser."""
    company = CompanyFactory()
    SubscriptionFactory(company=company)
    browser = Client()
    browser.force_login(PersonFactory(company=company))
    return browser


def stream_of(server, browser):
    ticket = tickets.issue(
        int(browser.session["_auth_user_id"]), browser.session.session_key, utc_now()
    )
    return server.get(f"/stream?ticket={ticket}")


def test_a_browser_reads_with_a_ticket_until_it_signs_out(server, signed_in):
    reader = stream_of(server, signed_in)
    reader.named("hello")
    story("for terminals")
    assert reader.named("message")["headline"] == "for terminals"
    other = Client()
    other.force_login(get_user_model().objects.get())
    stays = stream_of(server, other)
    stays.named("hello")
    again = tickets.issue(1, signed_in.session.session_key, utc_now())
    signed_in.logout()
    ends_within_5_s(reader, "signed_out")
    assert server.get(f"/stream?ticket={again}").status == 401
    story("goes on")
    assert stays.named("message")["headline"] == "goes on"


def test_a_forged_or_old_ticket_opens_nothing(server, signed_in):
    old = tickets.issue(
        int(signed_in.session["_auth_user_id"]),
        signed_in.session.session_key,
        utc_now() - timedelta(minutes=2),
    )
    for ticket in (old, old[:-1] + "x", "nonsense", ""):
        assert server.get(f"/stream?ticket={ticket}").status == 401


def test_a_deactivated_person_reads_no_more(server, signed_in):
    reader = stream_of(server, signed_in)
    reader.named("hello")
    person = get_user_model().objects.get()
    customers.deactivate_person(person_id=person.pk, now=utc_now(), actor=None)
    ends_within_5_s(reader, "deactivated")


def test_another_life_of_the_log_resets_readers(server):
    token_for("wr_full")
    reader = server.get(**bearer("wr_full"))
    reader.named("hello")
    story("before")
    reader.named("message")
    place = reader.last_id
    epoch = services.begin_epoch(now=utc_now(), reason="restored")
    assert reader.named("reset") == {"reason": "epoch", "snapshot": "/"}
    again = server.get(Last_Event_ID=place, **bearer("wr_full"))
    assert again.named("hello")["epoch"] == epoch
    assert again.named("reset")["reason"] == "epoch"
    story("after")
    assert again.named("message")["headline"] == "after"
