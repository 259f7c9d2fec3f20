"""Streams of feeds through the real thing: their own numbers, from any of them on, 1…N."""

from __future__ import annotations

import json
import re
import time
from itertools import islice
from pathlib import Path

import httpx
import httpx_sse
import pytest
import sseclient

from tests.factories.customers import AccessTokenFactory, CompanyFactory
from tests.factories.delivery import make_feed
from tests.factories.items import make_item, make_kill
from tests.support.feed_talk import make_reader, publish
from wireroom.customers import services as customers
from wireroom.delivery.models import Delivery, Feed
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Paragraph
from wireroom.wire import services

pytestmark = pytest.mark.slow

CANARY = "CANARY-OF-A-KILLED-STORY"


def bearer(who="wr_1"):
    return {"Authorization": f"Bearer {who}"}


def path(feed, query=""):
    return f"/stream/feeds/{feed.code}{query}"


def follow(server, feed, query="", who="wr_1", **headers):
    return server.get(path(feed, query), **bearer(who), **headers)


def numbers(reader, count):
    """The next numbers; each event's id is the number in its envelope."""
    found = []
    while len(found) < count:
        event = reader.event()
        assert event, reader.raw[-500:]
        name, data = event
        if name == "hello":
            continue
        envelope = json.loads(data)
        assert envelope["type"] == name
        assert reader.last_id == str(envelope["data"]["number"])
        found.append(envelope["data"]["number"])
    return found


@pytest.fixture
def feed(transactional_db):
    return make_reader("wr_1")


@pytest.fixture
def server(push, feed):
    """A push server whose source is up."""
    server = push(rights_check_s=0.5)
    with server.get(path(feed), **bearer()) as reader:
        reader.named("hello")
    return server


def eventually(found, expected):
    until = time.monotonic() + 30
    while found() != expected and time.monotonic() < until:
        time.sleep(0.05)
    assert found() == expected


def test_a_feed_is_read_from_the_first_number_and_goes_on(server, feed):
    for _ in range(5):
        publish()
    reader = follow(server, feed, "?after=0")
    hello = reader.named("hello")
    assert (hello["feed"], hello["format"], hello["number"]) == (feed.code, "item", 5)
    assert numbers(reader, 5) == [1, 2, 3, 4, 5]
    publish(headline="Markets fall")
    assert numbers(reader, 1) == [6]
    envelope = json.loads(reader.events[-1][1])
    assert envelope["type"] == "story.released"
    assert envelope["data"]["feed"] == feed.code
    assert envelope["data"]["item"]["headline"] == "Markets fall"


@pytest.mark.parametrize("after", [0, 1, 29, 30])
@pytest.mark.parametrize(
    "tables", [{}, {"chunk_bytes": 2000, "ring_entries": 2}], ids=["usual", "small"]
)
def test_it_is_resumed_after_any_number_whatever_has_restarted(push, feed, after, tables):
    for _ in range(30):
        publish()
    server = push(**tables)
    reader = follow(server, feed, "?after=0", Last_Event_ID=str(after))
    assert numbers(reader, 30 - after) == list(range(after + 1, 31)), "the header wins"
    publish()
    assert numbers(reader, 1) == [31]
    assert numbers(follow(server, feed, f"?after={after}"), 31 - after)[-1] == 31


def test_without_a_place_it_begins_now_and_says_from_where_to_go_on(server, feed):
    publish()
    for query in ("", "?after=now"):
        with follow(server, feed, query) as reader:
            hello = reader.named("hello")
            place = reader.last_id
            assert place == f"now-{hello['number']}"
            assert hello["number"] == Feed.objects.get().last_number
        publish()
        resumed = follow(server, feed, query, Last_Event_ID=place)
        assert numbers(resumed, 1) == [hello["number"] + 1]
    eventually(lambda: Feed.objects.get().taken_number, 0)


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("2", None),
        ("3", "future"),
        ("999999999", "future"),
        ("-1", "unknown_id"),
        ("x", "unknown_id"),
    ],
)
def test_a_number_that_there_is_not_is_answered_by_a_reset(server, feed, place, reason):
    publish(), publish()
    reader = follow(server, feed, f"?after={place}")
    reader.named("hello")
    if reason:
        assert reader.named("reset") == {"reason": reason, "number": 2}
        assert reader.last_id == "now-2"
    publish()
    assert numbers(reader, 1) == [3]


def test_a_heartbeat_tells_the_last_number(push, feed):
    publish()
    server = push(heartbeat_s=0.3)
    reader = follow(server, feed)
    reader.named("hello")
    wire = server.get(**bearer())
    wire.named("hello")
    eventually(lambda: b"\n: 1\n\n" in reader.raw or not reader._more(time.monotonic() + 9), True)
    publish()
    numbers(reader, 1)
    eventually(lambda: b"\n: 2\n\n" in reader.raw or not reader._more(time.monotonic() + 9), True)
    wire.named("message")
    assert b"\n: " not in wire.raw, "the wire's says nothing"


def answer(reader):
    return reader.rest()


def test_a_foreign_feed_is_answered_like_one_that_is_not_there_byte_by_byte(server, feed):
    theirs = make_feed(CompanyFactory(), destination="stream")
    closed = make_feed(CompanyFactory(), destination="stream", state="closed")
    missing = answer(server.get("/stream/feeds/fd_nowhere", **bearer()))
    assert missing.startswith(b"HTTP/1.1 404 ")
    for other in (theirs, closed):
        assert answer(follow(server, other)) == missing
    assert follow(server, feed).status == 200


@pytest.mark.parametrize("query", ["", "?ticket=x"])
def test_without_a_token_there_are_no_feeds(server, feed, query):
    own = answer(server.get(path(feed, query)))
    assert own.startswith(b"HTTP/1.1 401 ")
    assert answer(server.get(f"/stream/feeds/fd_nowhere{query}")) == own
    assert answer(follow(server, feed, who="wr_unknown")).startswith(b"HTTP/1.1 401 ")


def test_a_token_from_elsewhere_is_refused(server, feed):
    company = CompanyFactory(networks=["192.0.2.0/24"])
    other = make_reader("wr_net", company=company)
    assert follow(server, other, who="wr_net").status == 403
    assert follow(server, other, who="wr_net", X_Forwarded_For="192.0.2.7").status == 200


def test_nobody_reads_a_byte_of_another_companys_feed(server, feed):
    theirs = make_reader("wr_theirs", query="sport")
    mine, other = follow(server, feed), follow(server, theirs, who="wr_theirs")
    mine.named("hello"), other.named("hello")
    publish(headline="Markets fall")
    publish(headline="A day of sport")
    assert numbers(mine, 2) == [1, 2]
    assert numbers(other, 1) == [1]
    assert theirs.code.encode() not in mine.raw
    assert feed.code.encode() not in other.raw
    assert b"Markets" not in other.raw


def ends_within_5_s(reader, reason):
    began = time.monotonic()
    assert reader.named("bye") == {"reason": reason}
    assert time.monotonic() - began < 5
    assert reader.event() is None


@pytest.mark.parametrize("state", ["paused", "suspended"])
def test_a_feed_that_rests_says_so_at_once_and_goes_on_later(server, feed, state):
    other = make_reader("wr_other")
    reader, stays = follow(server, feed), follow(server, other, who="wr_other")
    reader.named("hello"), stays.named("hello")
    Feed.objects.filter(pk=feed.pk).update(state=state)
    ends_within_5_s(reader, f"feed_{state}")
    assert b"retry: 30000\n" in reader.raw
    publish()
    assert numbers(stays, 1) == [1]
    again = follow(server, feed, "?after=0")
    ends_within_5_s(again, f"feed_{state}")
    assert b"id:" not in again.raw
    Feed.objects.filter(pk=feed.pk).update(state="active")
    assert numbers(follow(server, feed, "?after=0"), 1) == [1], "and nothing is lost"


def test_a_closed_feed_ends_and_says_stop(server, feed):
    reader = follow(server, feed)
    reader.named("hello")
    Feed.objects.filter(pk=feed.pk).update(state="closed")
    ends_within_5_s(reader, "feed_closed")
    assert follow(server, feed).status == 204


def test_a_revoked_token_ends_its_stream_and_no_other(server, feed):
    AccessTokenFactory(company_id=feed.company_id, secret="wr_2")
    reader, other = follow(server, feed), follow(server, feed, who="wr_2")
    reader.named("hello"), other.named("hello")
    customers.revoke_token(token_id=feed.token.pk, now=utc_now(), actor=None)
    ends_within_5_s(reader, "rights_changed")
    assert follow(server, feed).status == 401
    publish()
    assert numbers(other, 1) == [1]


def test_rights_that_end_end_the_stream_and_what_is_read_again_is_void(server, feed):
    reader = follow(server, feed)
    reader.named("hello")
    publish(headline=CANARY)
    assert numbers(reader, 1) == [1]
    customers.end_subscription(subscription_id=feed.subscription.pk, now=utc_now(), actor=None)
    ends_within_5_s(reader, "rights_changed")
    again = follow(server, feed, "?after=0")
    assert again.named("number.void")["data"]["void"] == "rights"
    assert CANARY.encode() not in again.raw


def test_a_killed_story_is_read_as_void_numbers_and_the_kill(server, feed):
    live = follow(server, feed)
    live.named("hello")
    story = make_item(headline=CANARY, body=(Paragraph(text=CANARY),))
    publish(story), publish()
    assert numbers(live, 2) == [1, 2]
    publish(make_kill(story))
    assert live.named("story.killed")["data"]["number"] == 3
    again = follow(server, feed, "?after=0")
    assert numbers(again, 3) == [1, 2, 3]
    kinds = [name for name, _ in again.events]
    assert kinds == ["hello", "number.void", "story.released", "story.killed"]
    assert CANARY.encode() in live.raw
    assert CANARY.encode() not in again.raw


def test_a_reader_that_lags_is_owed_no_killed_text(push, feed):
    server = push(lag_limit_bytes=1 << 26)
    slow, quick = follow(server, feed), follow(server, feed)
    slow.named("hello"), quick.named("hello")
    filler = (Paragraph(text="x" * 20_000),)
    for _ in range(300):  # far more than the kernel takes
        publish(body=filler)
    last = make_item(headline=CANARY, body=filler)
    publish(last)
    publish(body=filler)
    assert numbers(quick, 302) == list(range(1, 303))
    publish(make_kill(last))
    assert quick.named("story.killed")["data"]["number"] == 303
    assert numbers(slow, 303) == list(range(1, 304))
    assert CANARY.encode() in quick.raw
    assert CANARY.encode() not in slow.raw
    assert [n for n, (name, _) in enumerate(slow.events) if name == "number.void"] == [301]


def test_a_reader_that_does_not_read_is_cut_and_loses_nothing(push, feed):
    server = push(lag_limit_bytes=300_000)
    stalled = follow(server, feed)
    stalled.named("hello")
    good = follow(server, feed)
    good.named("hello")
    for number in range(1, 301):
        publish(body=(Paragraph(text="x" * 20_000),))
        assert numbers(good, 1) == [number]
    eventually(lambda: server.health()["cuts"], {"too_slow": 1})
    got = []
    while event := stalled.event():
        if event[0].startswith("story"):
            got.append(int(stalled.last_id))
    assert got == list(range(1, len(got) + 1))
    assert len(got) < 300
    rest = follow(server, feed, Last_Event_ID=stalled.last_id or "0")
    assert numbers(rest, 300 - len(got)) == list(range(len(got) + 1, 301))


def taken():
    return Feed.objects.values_list("taken_number", flat=True).get()


def test_what_a_reader_comes_back_with_is_taken(server, feed):
    for _ in range(3):
        publish()
    with follow(server, feed, Last_Event_ID="2") as reader:
        reader.named("hello")
        eventually(lambda: taken() >= 2, True)
    assert not Delivery.objects.filter(number__lte=2).exclude(state="taken").exists()


def test_while_a_stream_is_open_what_the_other_side_has_acknowledged_is_taken(server, feed):
    reader = follow(server, feed, "?after=0")
    reader.named("hello")
    for _ in range(3):
        publish()
    assert numbers(reader, 3) == [1, 2, 3]
    eventually(taken, 3)


def test_what_a_reader_passed_over_is_not_taken_by_being_passed_over(server, feed):
    publish()
    reader = follow(server, feed)
    reader.named("hello")
    publish()
    assert numbers(reader, 1) == [2]
    eventually(lambda: Delivery.objects.get(number=2).attempts, 1)
    time.sleep(4)  # longer than it takes to be noted
    assert taken() == 0
    assert set(Delivery.objects.values_list("state", flat=True)) == {"pending"}


def httpx_client(response):
    for event in httpx_sse.EventSource(response).iter_sse():
        yield event.id, event.event, event.data


def sseclient_client(response):
    for event in sseclient.SSEClient(response.iter_raw()).events():
        yield event.id, event.event, event.data


def test_two_clients_that_others_wrote_resume_by_number(server, feed):
    url = f"http://127.0.0.1:{server.port}{path(feed)}"
    for _ in range(3):
        publish()

    for client in (httpx_client, sseclient_client):
        place, got = "0", []
        for count in (1, 2):  # breaks off after the first
            with httpx.stream(
                "GET", url, headers=bearer() | {"Last-Event-ID": place}, timeout=30
            ) as response:
                events = client(response)
                assert next(events)[1] == "hello"
                for id_, name, data in islice(events, count):
                    place = id_
                    assert name == json.loads(data)["type"] == "story.released"
                    got.append(json.loads(data)["data"]["number"])
        assert got == [1, 2, 3]


class Enough(Exception):
    """The test has what it wants."""


def test_the_program_of_the_docs_keeps_its_number_and_goes_on(server, feed, tmp_path, monkeypatch):
    page = Path("docs/howto/read-a-feed-by-stream.md").read_text()
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL)[1]
    monkeypatch.chdir(tmp_path)
    got = []

    def take(envelope):
        got.append(envelope["data"]["number"])
        if len(got) == 3 or got[-1] == 4:
            raise Enough

    program = {"take": take}
    exec(code, program)  # noqa: S102 - it is our own
    for _ in range(4):
        publish()
    for _ in range(2):
        with pytest.raises(Enough):
            program["follow"](f"http://127.0.0.1:{server.port}{path(feed)}", "wr_1")
        got.append("again")
    assert got == [1, 2, 3, "again", 3, 4, "again"], "what was not done is repeated"


def test_pages_from_elsewhere_may_not_read_and_our_own_may(server, feed):
    ours = follow(server, feed, Origin=f"http://127.0.0.1:{server.port}")
    assert "Access-Control-Allow-Origin" in ours.head
    assert "Access-Control-Allow-Origin" not in follow(server, feed, Origin="http://x.example").head


def test_another_life_of_the_log_resets_readers(server, feed):
    reader = follow(server, feed)
    reader.named("hello")
    epoch = services.begin_epoch(now=utc_now(), reason="restored")
    assert reader.named("reset") == {"reason": "epoch"}
    assert reader.event() is None
    assert follow(server, feed).named("hello")["epoch"] == epoch
