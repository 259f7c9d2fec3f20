"""Feeds by the API: made, changed, fetched, looked into."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.delivery import make_feed
from tests.factories.items import make_kill, release
from tests.factories.recalls import boards, gets, kill
from wireroom.delivery.models import Delivery, Feed
from wireroom.delivery.numbering import NumberingConsumer
from wireroom.kernel.clock import iso
from wireroom.wire.consumers import run_once

pytestmark = pytest.mark.django_db


def number() -> None:
    """Give the wire's entries their numbers, as the worker does."""
    while run_once(NumberingConsumer()):
        pass


def made(call: Any, **facts: Any) -> str:
    answer = call.post("/feeds", {"name": "Desk", "destination": "feed"} | facts)
    assert answer.status_code == 201, answer.content
    code: str = answer.json()["feed"]["code"]
    return code


def test_a_feed_is_made_found_changed_and_closed(sold: Any) -> None:
    call = sold()
    answer = call.post("/feeds", {"name": "Desk", "destination": "feed", "query": "gas"})
    assert answer.status_code == 201, answer.content
    code = answer.json()["feed"]["code"]
    assert answer["Location"] == f"http://testserver/api/v1/feeds/{code}"
    assert [feed["code"] for feed in call.get("/feeds").json()["feeds"]] == [code]
    changed = call("PATCH", f"/feeds/{code}", {"name": "Night desk"})
    assert (changed.json()["name"], changed.json()["query"]) == ("Night desk", "gas")
    assert call.post(f"/feeds/{code}/pause").json()["state"] == "paused"
    assert call.post(f"/feeds/{code}/resume").json()["state"] == "active"
    assert call.post(f"/feeds/{code}/close").json()["state"] == "closed"
    assert call.get("/feeds").json()["feeds"] == []
    assert call.post(f"/feeds/{code}/pause").status_code in {404, 409}


def test_the_same_key_makes_one_feed(sold: Any) -> None:
    call = sold()
    body = {"name": "Desk", "destination": "feed"}
    answers = [call.post("/feeds", body, Idempotency_Key="a") for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert Feed.objects.count() == 1
    other = call.post("/feeds", body | {"name": "B"}, Idempotency_Key="a")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_a_secret_is_shown_by_its_maker_alone(sold: Any) -> None:
    call = sold()
    target = {"url": "https://receiver.example/news"}
    answer = call.post("/feeds", {"name": "A", "destination": "webhook", "target": target})
    assert answer.status_code == 201, answer.content
    secret, code = answer.json()["secret"], answer.json()["feed"]["code"]
    assert secret
    for path in ("/feeds", f"/feeds/{code}"):
        assert secret not in call.get(path).content.decode()


def test_what_is_wrong_with_a_feed_is_told_by_field(sold: Any) -> None:
    answer = sold().post(
        "/feeds", {"name": "A", "destination": "webhook", "target": {"url": "http://10.0.0.1/"}}
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == "not_valid"
    bad = sold().post("/feeds", {"name": "A", "destination": "feed", "query": "gas AND ("})
    assert bad.status_code == 422
    assert "query" in bad.json()


FOREIGN = {
    "GET": ("", "/log", "/log/1", "/items", "/explain?guid=a"),
    "PATCH": ("",),
    "POST": ("/pause", "/resume", "/close", "/rewind", "/test", "/acknowledge",
             "/deliveries/1/redeliver"),
}  # fmt: skip
BODIES = {"/rewind": {"to_number": 1}, "/acknowledge": {"upto": 1}, "/test": {"sample": "flash"}}


def test_a_feed_of_somebody_else_is_as_missing_as_none(sold: Any) -> None:
    call, theirs = sold(), make_feed()
    missing = "fd_" + "x" * (len(theirs.code) - 3)
    for method, paths in FOREIGN.items():
        for path in paths:
            answers = [
                call(method, f"/feeds/{code}{path}", BODIES.get(path, {}))
                if method != "GET"
                else call.get(f"/feeds/{code}{path}")
                for code in (theirs.code, missing)
            ]
            assert [answer.status_code for answer in answers] == [404, 404], path
            assert answers[0].content == answers[1].content, path
    before = Feed.objects.get(pk=theirs.pk)
    assert (before.state, before.taken_number) == ("active", 0)


def test_the_owner_reaches_all_of_it(sold: Any, now: Any) -> None:
    """The negative of the test above."""
    call = sold()
    code = made(call)
    entry = release()
    number()
    for path in ("", "/log", "/log/1", "/items", f"/explain?guid={entry.guid}"):
        assert call.get(f"/feeds/{code}{path}").status_code == 200, path
    for path in FOREIGN["POST"]:
        if path != "/close":
            answer = call.post(f"/feeds/{code}{path}", BODIES.get(path, {}))
            assert answer.status_code in {200, 202}, (path, answer.content)


def test_a_feed_is_fetched_in_order_and_taken_by_asking_on(sold: Any, now: Any) -> None:
    call = sold()
    code = made(call)
    guids = [release().guid for _ in range(5)]
    number()
    after, seen = 0, []
    while True:
        page = call.get(f"/feeds/{code}/items?after={after}&limit=2").json()
        seen += [(each["data"]["number"], each["data"]["guid"]) for each in page["items"]]
        after = page["next_after"]
        if not page["more"]:
            break
    assert seen == [*enumerate(guids, 1)]
    assert call.get(f"/feeds/{code}").json()["taken_number"] == 4
    assert not Delivery.objects.filter(acknowledged_at__isnull=False).exists()
    done = call.post(f"/feeds/{code}/acknowledge", {"upto": 5}).json()
    assert done == {"acknowledged": 5, "taken_number": 5, "last_number": 5}
    again = call.post(f"/feeds/{code}/acknowledge", {"upto": 5}).json()
    assert again["acknowledged"] == 0
    states = [each["state"] for each in call.get(f"/feeds/{code}/log").json()["deliveries"]]
    assert states == ["taken"] * 5


def test_asking_with_head_takes_nothing(sold: Any, now: Any) -> None:
    call = sold()
    code = made(call)
    release()
    number()
    assert call("HEAD", f"/feeds/{code}/items?after=1").status_code == 200
    assert call.get(f"/feeds/{code}").json()["taken_number"] == 0
    call.get(f"/feeds/{code}/items?after=1")
    assert call.get(f"/feeds/{code}").json()["taken_number"] == 1


def test_a_board_names_the_token_that_acknowledged(sold: Any, now: Any) -> None:
    call = sold(name="Desk system")
    feed = Feed.objects.get(code=made(call))
    entry = release()
    gets(feed, entry)
    gets(feed, kill(entry))
    [board] = boards()
    assert board.recipients.get(feed_id=feed.pk).acknowledged_by == ""
    assert call.post(f"/feeds/{feed.code}/acknowledge", {"upto": 2}).status_code == 200
    assert board.recipients.get(feed_id=feed.pk).acknowledged_by == "Desk system (access token)"


def test_what_a_webhook_has_not_taken_cannot_be_acknowledged(sold: Any, now: Any) -> None:
    call = sold()
    code = made(call, destination="webhook", target={"url": "https://hooks.quay.example/wire"})
    release()
    number()
    done = call.post(f"/feeds/{code}/acknowledge", {"upto": 1}).json()
    assert done == {"acknowledged": 0, "taken_number": 0, "last_number": 1}
    Delivery.objects.update(state="taken", sends=1, taken_at=now)
    assert call.post(f"/feeds/{code}/acknowledge", {"upto": 1}).json()["acknowledged"] == 1


def test_a_killed_text_comes_as_void_and_its_kill_after_it(sold: Any, now: Any) -> None:
    call = sold()
    code = made(call)
    entry = release()
    number()
    release(make_kill(entry.item))
    number()
    answer = call.get(f"/feeds/{code}/items")
    assert [each["type"] for each in answer.json()["items"]] == ["number.void", "story.killed"]
    assert "Ships moved" not in answer.content.decode()


def test_a_paused_feed_and_one_that_is_sent_are_not_fetched(sold: Any) -> None:
    call = sold()
    code = made(call)
    call.post(f"/feeds/{code}/pause")
    answer = call.get(f"/feeds/{code}/items")
    assert (answer.status_code, answer.json()["code"]) == (409, "feed_not_active")
    stream = made(call, name="B", destination="stream")
    answer = call.get(f"/feeds/{stream}/items")
    assert (answer.status_code, answer.json()["code"]) == (409, "feed_not_fetched")


def test_rights_that_end_are_held_when_a_feed_is_fetched(sold: Any, now: Any) -> None:
    call = sold()
    code = made(call)
    release()
    number()
    assert b"Ships moved" in call.get(f"/feeds/{code}/items").content
    call.company.subscriptions.update(active_to=now)
    answer = call.get(f"/feeds/{code}/items")
    assert [each["type"] for each in answer.json()["items"]] == ["number.void"]
    assert b"Ships moved" not in answer.content


@pytest.mark.parametrize("has_rights", [True, False])
def test_a_kill_follows_what_was_given_and_not_confirmed(
    sold: Any, now: Any, has_rights: bool
) -> None:
    call = sold()
    code = made(call)
    entry = release()
    number()
    assert len(call.get(f"/feeds/{code}/items?after=0").json()["items"]) == 1
    if not has_rights:
        call.company.subscriptions.update(active_to=now)
    release(make_kill(entry.item))
    number()
    (kill,) = call.get(f"/feeds/{code}/items?after=1").json()["items"]
    assert (kill["type"], kill["data"]["number"]) == ("story.killed", 2)
    row = Delivery.objects.get(number=1)
    assert (row.state, row.void_why, row.sends) == ("taken", "", 1)


def test_what_is_only_looked_at_has_not_left(sold: Any) -> None:
    call = sold()
    code = made(call)
    release()
    number()
    call("HEAD", f"/feeds/{code}/items?after=0")
    assert Delivery.objects.get(number=1).attempts == 0
    call.get(f"/feeds/{code}/items?after=0")
    call.get(f"/feeds/{code}/items?after=0")
    assert Delivery.objects.get(number=1).attempts == 1


def test_a_dry_run_tells_before_a_feed_is_made(sold: Any, now: Any) -> None:
    call = sold()
    release(headline="Gas prices")
    release(headline="Tennis")
    found = call.get("/dry-run?query=gas").json()
    assert [line["headline"] for line in found["lines"]] == ["Gas prices"]
    assert call.get("/dry-run?query=gas+AND+(").json()["trouble"]
    early = iso(now - timedelta(days=90)).replace("+", "%2B")
    assert call.get(f"/dry-run?since={early}").status_code == 422


def test_the_log_is_paged(sold: Any, now: Any) -> None:
    call = sold()
    code = made(call)
    for _ in range(5):
        release()
    number()
    address, seen = f"/feeds/{code}/log?limit=2", []
    while address:
        answer = call.get(address)
        seen += [each["number"] for each in answer.json()["deliveries"]]
        link = answer.headers.get("Link", "")
        address = link[1 : link.index(">")] if link else ""
    assert seen == [5, 4, 3, 2, 1]
    rows = call.get(f"/feeds/{code}/log?after=2").json()["deliveries"]
    assert [each["number"] for each in rows] == [3, 4, 5]


@pytest.mark.parametrize(
    "period",
    [
        "until=0001-01-01T00:00:00%2B14:00",
        "since=0001-01-01T00:00:00%2B14:00&until=0001-01-02T00:00:00Z",
        "since=9999-12-31T23:59:59-12:00",
    ],
)
def test_a_dry_run_at_the_ends_of_time_is_no_fault_of_ours(sold, period):
    assert sold().get(f"/dry-run?{period}").status_code in {200, 422}
