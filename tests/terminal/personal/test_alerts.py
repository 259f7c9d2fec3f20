"""Alerts on screen: who gets them, what they look like later, what has been read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace

from tests.factories.items import make_kill, release
from wireroom.customers.models import Subscription
from wireroom.customers.services import end_subscription
from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import short
from wireroom.kernel.newsitem import Paragraph, UpdateType

pytestmark = pytest.mark.django_db

BY_SCRIPT = {"X-Script": "1"}
CANARY = "canary4711"
Match = Callable[[], None]


def _new(who: Any, after: int = 0) -> dict[str, Any]:
    answer: dict[str, Any] = who.client.get("/terminal/alerts/new/", {"after": after}).json()
    return answer


def _list(who: Any, **asked: Any) -> str:
    return who.client.get("/terminal/alerts/", asked).content.decode()


def test_an_alert_is_told_once_and_stands_in_the_list(trader: Any, match: Match) -> None:
    pk = trader.topic("gas", sound=True, desktop=True)
    entry = release(headline="Gas deal", urgency=2)
    release(headline="Oil price")
    match()
    told = _new(trader)
    (alert,) = told["alerts"]
    assert (alert["headline"], alert["topic"], alert["guid"]) == ("Gas deal", "gas", entry.guid)
    assert (alert["sound"], alert["desktop"], alert["urgency"]) == (True, True, 2)
    assert alert["url"] == f"/terminal/story/{short(entry.guid)}/"
    assert told["unread"] == {"total": 1, "topics": {str(pk): 1}}
    again = _new(trader, told["last"])
    assert (again["alerts"], again["last"]) == ([], told["last"])
    page = _list(trader)
    assert "Gas deal" in page
    assert "Oil price" not in page
    assert "alert--unread" in page


def test_a_story_that_meets_two_topics_is_one_alert(trader: Any, match: Match) -> None:
    one, other = trader.topic("gas"), trader.topic("deal")
    release(headline="Gas deal")
    match()
    told = _new(trader)
    assert len(told["alerts"]) == 1
    assert told["unread"] == {"total": 1, "topics": {str(one): 1, str(other): 1}}
    assert _list(trader).count("Gas deal") == 1


def test_what_was_read_is_unread_no_more(trader: Any, match: Match) -> None:
    one, other = trader.topic("gas"), trader.topic("oil")
    release(headline="Gas deal")
    release(headline="Oil deal")
    match()
    trader.client.post("/terminal/alerts/seen/", {"topic": one}, headers=BY_SCRIPT)
    assert _new(trader)["unread"]["topics"] == {str(other): 1}
    trader.client.post("/terminal/alerts/seen/")
    assert _new(trader)["unread"] == {"total": 0, "topics": {}}
    assert "alert--unread" not in _list(trader)


def test_what_is_not_matched_yet_is_announced(trader: Any, match: Match) -> None:
    trader.topic("gas")
    release(headline="Gas deal")
    assert _new(trader)["more"] is True
    match()
    told = _new(trader)
    assert (told["more"], len(told["alerts"])) == (False, 1)


def test_a_story_that_is_opened_has_its_alerts_read(trader: Any, match: Match) -> None:
    one, other = trader.topic("gas"), trader.topic("deal")
    entry = release(headline="Gas deal")
    release(headline="Oil deal")
    match()
    told = trader.client.post(f"/terminal/recent/{short(entry.guid)}/", headers=BY_SCRIPT).json()
    assert told == {"total": 1, "topics": {str(other): 1}}
    assert str(one) not in _new(trader)["unread"]["topics"]


def test_alerts_of_one_topic_are_listed_alone(trader: Any, match: Match) -> None:
    one = trader.topic("gas")
    trader.topic("oil")
    release(headline="Gas deal")
    release(headline="Oil deal")
    match()
    page = _list(trader, topic=one)
    assert "Gas deal" in page
    assert "Oil deal" not in page


def test_the_numbers_beside_the_topics_come_with_the_list(trader: Any, match: Match) -> None:
    pk = trader.topic("gas")
    release(headline="Gas deal")
    match()
    asked = {"path": "/terminal/alerts/", "headers": BY_SCRIPT}
    chip = f'href="/terminal/alerts/?topic={pk}"'
    before = trader.client.get(**asked).content.decode()
    assert '<span class="muted">1</span>' in before[before.index(chip) :].split("</a>")[0]
    trader.client.post("/terminal/alerts/seen/", headers=BY_SCRIPT)
    after = trader.client.get(**asked).content.decode()
    assert '<span class="muted">' not in after[after.index(chip) :].split("</a>")[0]


def test_nobody_hears_of_what_they_may_not_read(trader: Any, hire: Any, match: Match) -> None:
    readers = [trader, hire(level="headline"), hire(languages=["de"]), hire(trader.person.company)]
    headline_only, of_other_language, colleague = readers[1:]
    for who in readers[:3]:
        who.topic(CANARY)
    release(headline="Gas deal", body=(Paragraph(text=CANARY),))
    match()
    assert len(_new(trader)["alerts"]) == 1
    for who in (headline_only, of_other_language, colleague):
        nothing = {"last": 0, "unread": {"total": 0, "topics": {}}, "alerts": [], "more": False}
        assert _new(who) == nothing
        assert "Gas deal" not in _list(who)


def test_a_headline_reader_is_told_the_headline_and_no_byte_of_the_body(
    hire: Any, match: Match
) -> None:
    reader = hire(level="headline")
    reader.topic("gas")
    release(headline="Gas deal", standfirst=CANARY, body=(Paragraph(text=CANARY),))
    match()
    answer = reader.client.get("/terminal/alerts/new/").content.decode()
    assert "Gas deal" in answer
    assert CANARY not in answer
    assert CANARY not in _list(reader)


def test_whoever_lost_the_right_is_shown_nothing_of_earlier_alerts(
    trader: Any, match: Match
) -> None:
    trader.topic("gas")
    release(headline="Gas deal")
    match()
    subscription = Subscription.objects.get(company=trader.person.company)
    end_subscription(subscription_id=subscription.pk, now=utc_now(), actor="tests")
    assert trader.client.get("/terminal/alerts/new/").status_code == 403
    assert b"Gas deal" not in trader.client.get("/terminal/alerts/").content


def test_a_killed_story_is_the_notice_in_the_list_and_rings_once_more(
    trader: Any, match: Match
) -> None:
    trader.topic("claim")
    entry = release(headline="Old claim")
    match()
    last = _new(trader)["last"]
    release(make_kill(entry.item))
    match()
    (alert,) = _new(trader, last)["alerts"]
    assert (alert["kind"], alert["labels"][0]["word"]) == ("stop", "Killed")
    assert "Old claim" not in alert["headline"]
    assert not alert["headline"].startswith("KILL")
    page = _list(trader)
    assert page.count(f'data-guid="{entry.guid}"') == 1
    assert "Killed" in page
    assert "KILL:" not in page
    assert "Old claim" not in page


def test_a_correction_follows_the_alert_and_is_marked(trader: Any, match: Match) -> None:
    trader.topic("old")
    entry = release(headline="Old figure")
    match()
    changed = {"version": 2, "headline": "New one", "update_type": UpdateType.CORRECTION_FACT}
    release(replace(entry.item, **changed))
    match()
    page = _list(trader)
    assert "Corrected" in page
    assert "New one" in page
    assert "Old figure" not in page


def test_a_muted_story_rings_no_more_until_it_is_let(trader: Any, match: Match) -> None:
    trader.topic("gas")
    entry = release(headline="Gas deal")
    match()
    trader.client.post("/terminal/alerts/mute-story/", {"guid": entry.guid, "for": "day"})
    assert "let it ring" in _list(trader)
    last = _new(trader)["last"]
    release(replace(entry.item, version=2, update_type=UpdateType.DEVELOPMENT))
    match()
    assert _new(trader, last)["alerts"] == []
    trader.client.post("/terminal/alerts/mute-story/", {"guid": entry.guid, "for": "off"})
    release(replace(entry.item, version=3, update_type=UpdateType.DEVELOPMENT))
    match()
    assert len(_new(trader, last)["alerts"]) == 1


def test_a_story_that_may_not_be_read_cannot_be_muted(hire: Any) -> None:
    reader, hidden = hire(languages=["en"]), release(language="de").guid
    for guid in (hidden, "urn:uuid:none", "\x00", ""):
        answer = reader.client.post("/terminal/alerts/mute-story/", {"guid": guid})
        assert answer.status_code == 404


def test_what_the_budget_held_back_is_counted(trader: Any, match: Match) -> None:
    trader.topic("gas", budget_per_hour=1)
    for number in range(4):
        release(headline=f"Gas {number}")
    match()
    page = _list(trader)
    assert "3 more held back by your budget" in page
    assert _new(trader)["unread"]["total"] == 1


def test_asking_for_what_is_new_costs_few_queries(trader: Any, match: Match) -> None:
    trader.topic("gas")
    for number in range(5):
        release(headline=f"Gas {number}")
    match()
    last = _new(trader)["last"]
    for after, most in ((last, 12), (0, 23)):
        with CaptureQueriesContext(connection) as queries:
            _new(trader, after)
        assert len(queries) <= most, [query["sql"][:80] for query in queries]


def test_whoever_is_signed_out_gets_a_bare_401(client: Any) -> None:
    answer = client.get("/terminal/alerts/new/", headers=BY_SCRIPT)
    assert (answer.status_code, answer.content) == (401, b"")
