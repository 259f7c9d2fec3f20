"""What a search would have found, before it is saved."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories.items import make_kill, release
from wireroom.customers.queries import reader_of
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Company, Instrument, Paragraph, Subject
from wireroom.terminal.personal import backtest as tried
from wireroom.terminal.personal.forms import name_of
from wireroom.terminal.personal.periods import tomorrow
from wireroom.terminal.personal.starters import starters

pytestmark = pytest.mark.django_db

CANARY = "canary4711"
TOPIC = Subject(code="medtop:20000271", label="financial and business service")


def _check(who: Any, query: str) -> str:
    answer = who.client.get("/terminal/topics/check/", {"q": query})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_a_search_is_tried_on_the_last_thirty_days(trader: Any) -> None:
    release(headline="Gas deal", urgency=2)
    release(headline="Gas price")
    release(headline="Oil price")
    text = _check(trader, "gas")
    assert "Would have matched 2 stories" in text
    assert "1 of them flashes or alerts" in text
    assert "Gas deal" in text
    assert "Oil price" not in text


def test_a_search_that_found_nothing_still_may_be_saved(trader: Any) -> None:
    assert "It will still keep watch" in _check(trader, "gas")


def test_nothing_written_is_no_fault(trader: Any) -> None:
    assert "Write what you want to know" in _check(trader, "  ")


def test_the_fault_of_a_search_is_shown_where_it_is(trader: Any) -> None:
    answer = trader.client.get("/terminal/topics/check/", {"q": 'gas "natural'}).content.decode()
    assert "not a search yet" in answer
    assert "<mark>" in answer


def test_a_word_of_the_body_is_neither_found_nor_counted_for_a_headline_reader(
    trader: Any, hire: Any
) -> None:
    release(headline="Gas deal", body=(Paragraph(text=CANARY),))
    assert "matched 1 story" in _check(trader, CANARY)
    for other in (hire(level="headline"), hire(languages=["de"])):
        text = _check(other, CANARY)
        assert "matched 0 stories" in text
        assert "Gas deal" not in text


def test_a_killed_story_is_not_found_by_what_it_said(trader: Any) -> None:
    entry = release(headline="Old claim")
    release(make_kill(entry.item))
    assert "Old claim" not in _check(trader, "claim")


def test_the_busiest_hour_decides_what_limit_is_advised(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = [0] * (24 * tried.DAYS)
    hours[30] = 14
    assert tried._budget(max(hours)) == 30
    assert tried._budget(0) == 3
    assert tried._budget(1000) == 60
    bars = tried._bars((0, 5, 10), datetime(2026, 11, 1, tzinfo=UTC))
    assert [bar.height for bar in bars] == [0, 30, 60]
    assert bars[1].title == "2026-11-02: 5"


def test_suggestions_are_made_of_what_the_reader_may_read(trader: Any, hire: Any) -> None:
    company = Company(name="Gazprom", instruments=(Instrument(ticker="GAZP"),))
    for _ in range(3):
        release(headline="Gas", topics=(TOPIC,), companies=(company,), urgency=2)
    page = trader.client.get("/terminal/topics/").content.decode()
    assert "Take" in page
    assert "urgency:" in page
    other = hire(languages=["de"])
    assert "Gazprom" not in other.client.get("/terminal/topics/").content.decode()


def test_suggestions_become_topics_at_one_press_and_others_do_not(trader: Any) -> None:
    release(headline="Gas", urgency=1)
    offered = starters(_reader(trader), utc_now(), set())
    asked = [each.query for each in offered] + ["anything else"]
    trader.client.post("/terminal/topics/starters/", {"query": asked})
    page = trader.client.get("/terminal/topics/").content.decode()
    assert all(each.name in page for each in offered)
    assert "anything else" not in page


def _reader(who: Any) -> Any:
    return reader_of(who.id, utc_now())


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("gas", "gas"),
        ("  gas \n oil ", "gas oil"),
        ("", "Topic"),
        ("a" * 60, "a" * 39 + "…"),
        ("word " * 20, "word word word word word word word word…"),
    ],
)
def test_a_name_is_made_of_the_search(query: str, name: str) -> None:
    assert name_of(query) == name


def test_tomorrow_begins_at_seven_where_the_reader_is() -> None:
    evening = datetime(2026, 11, 24, 20, tzinfo=UTC)
    assert tomorrow(evening, "Europe/Paris") == datetime(2026, 11, 25, 6, tzinfo=UTC)
    assert tomorrow(evening, "Asia/Tokyo") == datetime(2026, 11, 24, 22, tzinfo=UTC)
    assert tomorrow(evening, "UTC") - evening == timedelta(hours=11)
