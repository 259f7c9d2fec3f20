"""Topics side by side."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.factories.items import release
from wireroom.kernel.newsitem import Paragraph
from wireroom.terminal.personal import screen

pytestmark = pytest.mark.django_db


def _columns(who: Any, *ids: int | str) -> list[str]:
    asked = {"t": list(ids)} if ids else {}
    page = who.client.get("/terminal/columns/", asked).content.decode()
    return re.findall(r'<section class="column"[^>]* data-topic="(\d+)"', page)


def test_topics_stand_side_by_side_in_the_order_of_the_address(trader: Any) -> None:
    gas, oil = trader.topic("gas"), trader.topic("oil")
    release(headline="Gas deal")
    release(headline="Oil price")
    assert _columns(trader, oil, gas) == [str(oil), str(gas)]
    page = trader.client.get("/terminal/columns/", {"t": [gas]}).content.decode()
    assert "Gas deal" in page
    assert "Oil price" not in page


def test_the_columns_of_the_last_time_come_back(trader: Any) -> None:
    gas, oil = trader.topic("gas"), trader.topic("oil")
    _columns(trader, oil, gas)
    assert _columns(trader) == [str(oil), str(gas)]
    _columns(trader, "")
    assert _columns(trader) == []


def test_columns_that_the_script_asks_for_anew_are_not_those_of_the_last_time(trader: Any) -> None:
    gas, oil = trader.topic("gas"), trader.topic("oil")
    _columns(trader, oil)
    trader.client.get("/terminal/columns/", {"t": [gas]}, headers={"X-Script": "1"})
    assert _columns(trader) == [str(oil)]


def test_whoever_has_never_chosen_gets_the_first_three_topics(trader: Any) -> None:
    ids = [str(trader.topic(word)) for word in ("gas", "oil", "zinc", "tin")]
    assert _columns(trader) == ids[:3]
    page = trader.client.get("/terminal/columns/", {"t": ""}).content.decode()
    assert f'href="/terminal/columns/?t={ids[0]}&amp;t={ids[1]}&amp;t={ids[2]}"' in page


def test_whoever_has_no_topic_is_led_to_make_one(trader: Any) -> None:
    page = trader.client.get("/terminal/columns/").content.decode()
    assert "Make a topic" in page
    assert "Put my topics" not in page


def test_no_column_is_there_twice_and_none_beyond_eight(trader: Any) -> None:
    ids = [trader.topic(f"word{number}") for number in range(10)]
    assert _columns(trader, ids[0], ids[0], "x", 10**30) == [str(ids[0])]
    assert len(_columns(trader, *ids)) == screen.MOST_COLUMNS


def test_somebody_elses_topic_is_no_column(trader: Any, hire: Any) -> None:
    own, shared = trader.topic("gas"), trader.topic("oil", shared=True)
    assert _columns(hire(), own, shared) == []
    assert _columns(hire(trader.person.company), own, shared) == [str(shared)]


def test_a_column_shows_what_its_reader_may_read(trader: Any, hire: Any) -> None:
    release(headline="Gas deal", body=(Paragraph(text="canary4711"),))
    for who, is_found in ((trader, True), (hire(level="headline"), False)):
        page = who.client.get("/terminal/columns/", {"t": who.topic("canary4711")})
        assert ("Gas deal" in page.content.decode()) is is_found


def test_columns_are_moved_and_closed_by_addresses(trader: Any) -> None:
    gas, oil = trader.topic("gas"), trader.topic("oil")
    page = trader.client.get("/terminal/columns/", {"t": [gas, oil]}).content.decode()
    assert f'href="/terminal/columns/?t={oil}&amp;t={gas}"' in page
    assert f'href="/terminal/columns/?t={oil}"' in page
