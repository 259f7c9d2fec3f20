"""What comes live for the queries on a screen."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.factories.items import make_kill, release
from wireroom.delivery.places import present_place
from wireroom.kernel.newsitem import Paragraph, UpdateType
from wireroom.terminal.views.live import MOST

pytestmark = pytest.mark.django_db


def _ask(client: Any, **queries: tuple[str, str]) -> Any:
    body = {"queries": {key: {"q": q, "after": after} for key, (q, after) in queries.items()}}
    return client.post("/terminal/live/", body, content_type="application/json")


def _lines(client: Any, **queries: tuple[str, str]) -> dict[str, str]:
    answer = _ask(client, **queries)
    assert answer.status_code == 200
    lines: dict[str, str] = answer.json()["lines"]
    return lines


def test_each_query_gets_the_lines_that_meet_it_newest_first(subscriber: Any) -> None:
    place = present_place()
    release(headline="Gas price rises")
    release(headline="Football result")
    release(headline="Gas price falls")
    lines = _lines(subscriber(), gas=("gas", place), sport=("football", place), none=("tin", place))
    assert lines["gas"].index("price falls") < lines["gas"].index("price rises")
    assert "Football" not in lines["gas"]
    assert "<mark>Football</mark>" in lines["sport"]
    assert lines["none"] == ""


def test_each_query_goes_on_from_its_own_place(subscriber: Any) -> None:
    early = present_place()
    release(headline="Gas two")
    late = present_place()
    release(headline="Gas three")
    lines = _lines(subscriber(), early=("gas", early), late=("gas", late))
    assert "two" in lines["early"]
    assert "two" not in lines["late"]
    assert "three" in lines["late"]


def test_only_the_version_that_stands_now_is_given(subscriber: Any) -> None:
    place = present_place()
    first = release(headline="Gas price rises")
    release(replace(first.item, version=2, headline="Oil", update_type=UpdateType.DEVELOPMENT))
    killed = release(headline="Gas leak")
    release(make_kill(killed.item))
    assert "Gas" not in _lines(subscriber(), gas=("headline:gas", place))["gas"]


def test_a_headline_reader_gets_no_line_for_a_word_of_the_body(subscriber: Any) -> None:
    place = present_place()
    release(headline="Price rises", body=(Paragraph(text="zanzibarite"),))
    assert _lines(subscriber(level="headline"), a=("zanzibarite", place)) == {"a": ""}
    assert "Price" in _lines(subscriber(), a=("zanzibarite", place))["a"]


def test_what_may_not_be_read_does_not_come(subscriber: Any) -> None:
    place = present_place()
    release(headline="Gas price rises", language="en")
    assert _lines(subscriber(languages=["ru"]), a=("gas", place)) == {"a": ""}


def test_a_text_that_is_no_query_gets_no_answer_and_the_others_do(subscriber: Any) -> None:
    place = present_place()
    release(headline="Gas price rises")
    lines = _lines(subscriber(), bad=("(gas", place), good=("gas", place))
    assert list(lines) == ["good"]


def test_a_place_that_is_none_of_ours_is_missing(subscriber: Any) -> None:
    assert _ask(subscriber(), a=("gas", "7")).status_code == 404


@pytest.mark.parametrize("body", ["", "[]", '{"queries": 1}', '{"queries": {"a": {"q": 1}}}'])
def test_nonsense_is_refused(subscriber: Any, body: str) -> None:
    answer = subscriber().post("/terminal/live/", body, content_type="application/json")
    assert answer.status_code == 400


def test_a_screen_asks_no_more_than_it_can_show(subscriber: Any) -> None:
    place = present_place()
    release(headline="Gas price rises")
    queries = {f"k{number}": ("gas", place) for number in range(MOST + 2)}
    assert len(_lines(subscriber(), **queries)) == MOST


def test_one_request_reads_so_much_and_says_where_to_go_on(
    subscriber: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wireroom.terminal.arriving.BATCHES", 1)
    place, client = present_place(), subscriber()
    for number in range(201):
        release(headline=f"Gas {number}")
    first = _ask(client, gas=("gas", place)).json()
    assert "Gas</mark> 199<" in first["lines"]["gas"]
    assert "Gas</mark> 200<" not in first["lines"]["gas"]
    second = _ask(client, gas=("gas", first["rest"]["gas"])).json()
    assert "Gas</mark> 200<" in second["lines"]["gas"]
    assert second["rest"] == {}


def test_more_than_one_batch_of_news_is_read_to_its_end(subscriber: Any) -> None:
    place = present_place()
    release(headline="Gas first of all")
    for number in range(205):
        release(headline=f"Weather {number}")
    release(headline="Gas last of all")
    lines = _lines(subscriber(), gas=("gas", place))
    assert "first of all" in lines["gas"]
    assert "last of all" in lines["gas"]
