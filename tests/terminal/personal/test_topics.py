"""Topics: made, changed, shared, put in order, muted, deleted and brought back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from wireroom.kernel.clock import utc_now
from wireroom.matching import queries as matching

pytestmark = pytest.mark.django_db

FORM = {"query": "gas", "name": "Gas", "colour": "teal", "on_screen": "on", "budget": "12"}


def _topics(who: Any) -> list[Any]:
    return matching.topics_of(who.id, utc_now())


def _list(who: Any) -> str:
    return who.client.get("/terminal/topics/").content.decode()


def test_a_topic_is_made_and_stands_in_the_list_and_the_rail(trader: Any) -> None:
    form = FORM | {"folder": "Energy", "email": "digest", "sound": "on"}
    assert trader.client.post("/terminal/topics/new/", form).status_code == 302
    (topic,) = _topics(trader)
    assert (topic.name, topic.query, topic.folder, topic.colour) == ("Gas", "gas", "Energy", "teal")
    assert (topic.rule.sound, topic.rule.desktop, topic.rule.email) == (True, False, "digest")
    assert topic.rule.budget_per_hour == 12
    for address in ("/terminal/topics/", "/terminal/alerts/", "/terminal/bookmarks/"):
        page = trader.client.get(address).content.decode()
        assert "dot--teal" in page
        assert "Energy" in page


def test_without_a_name_the_search_is_the_name(trader: Any) -> None:
    trader.client.post("/terminal/topics/new/", FORM | {"name": "", "query": 'gas "natural gas"'})
    assert _topics(trader)[0].name == 'gas "natural gas"'


def test_what_is_no_search_is_not_saved_and_the_place_is_shown(trader: Any) -> None:
    answer = trader.client.post("/terminal/topics/new/", FORM | {"query": "gas AND ("})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "field__error" in page
    assert 'value="Gas"' in page
    assert "<mark>" in page
    assert not _topics(trader)


def test_the_search_of_the_terminal_comes_along(trader: Any) -> None:
    page = trader.client.get("/terminal/topics/new/", {"q": "gas -sport"}).content.decode()
    assert ">gas -sport</textarea>" in page


def test_a_topic_is_changed(trader: Any) -> None:
    pk = trader.topic("gas")
    page = trader.client.get(f"/terminal/topics/{pk}/").content.decode()
    assert ">gas</textarea>" in page
    trader.client.post(f"/terminal/topics/{pk}/", FORM | {"query": "oil", "budget": "0"})
    (topic,) = _topics(trader)
    assert (topic.id, topic.query, topic.rule.budget_per_hour) == (pk, "oil", None)


def test_a_shared_topic_is_seen_by_colleagues_and_by_nobody_else(trader: Any, hire: Any) -> None:
    colleague, stranger = hire(trader.person.company), hire()
    trader.topic("gas in private")
    pk = trader.topic("gas for all", shared=True)
    page = _list(colleague)
    assert "gas for all" in page
    assert "Ada Reader" in page
    assert "gas in private" not in page
    assert "gas for all" not in _list(stranger)
    assert stranger.client.get(f"/terminal/topics/{pk}/").status_code == 404


def test_a_colleague_sets_how_it_reaches_them_and_changes_nothing_else(
    trader: Any, hire: Any
) -> None:
    colleague, pk = hire(trader.person.company), trader.topic("gas", shared=True)
    colleague.client.post(f"/terminal/topics/{pk}/", FORM | {"query": "oil", "email": "instant"})
    theirs, own = _topics(colleague)[0], _topics(trader)[0]
    assert (theirs.query, theirs.rule.email, theirs.is_own) == ("gas", "instant", False)
    assert (own.query, own.rule.email) == ("gas", "none")


@pytest.mark.parametrize("what", ["", "mute/", "delete/"])
def test_somebody_elses_topic_does_not_exist(trader: Any, hire: Any, what: str) -> None:
    pk = trader.topic("gas")
    for other in (hire(), hire(trader.person.company)):
        for number in (pk, 10**30):
            answer = other.client.post(f"/terminal/topics/{number}/{what}", FORM | {"for": "good"})
            assert answer.status_code == 404
    assert _topics(trader)[0].rule.muted_until is None


def test_a_colleague_cannot_delete_what_is_shared(trader: Any, hire: Any) -> None:
    colleague, pk = hire(trader.person.company), trader.topic("gas", shared=True)
    assert colleague.client.post(f"/terminal/topics/{pk}/delete/").status_code == 404
    assert _topics(trader)


def test_a_deleted_topic_can_be_brought_back_as_it_was(trader: Any) -> None:
    pk = trader.topic("gas", sound=True, email="digest", budget_per_hour=6)
    trader.client.post(f"/terminal/topics/{pk}/delete/")
    assert not _topics(trader)
    assert "is deleted" in _list(trader)
    trader.client.post("/terminal/topics/undo/")
    (topic,) = _topics(trader)
    assert (topic.query, topic.rule.sound, topic.rule.email) == ("gas", True, "digest")
    assert topic.rule.budget_per_hour == 6
    trader.client.post("/terminal/topics/undo/")
    assert len(_topics(trader)) == 1


def test_a_topic_is_muted_and_rings_again(trader: Any) -> None:
    pk = trader.topic("gas")
    for length, words in (("hour", "muted until"), ("day", "muted until"), ("good", "muted")):
        trader.client.post(f"/terminal/topics/{pk}/mute/", {"for": length})
        assert _topics(trader)[0].rule.muted_until is not None
        assert words in _list(trader)
    trader.client.post(f"/terminal/topics/{pk}/mute/", {"for": "off"})
    assert _topics(trader)[0].rule.muted_until is None
    assert "topic__muted" not in _list(trader)


def test_topics_move_up_and_down_in_their_folder(trader: Any) -> None:
    one, two, three = (trader.topic(word) for word in ("one", "two", "three"))
    trader.client.post("/terminal/topics/order/", {"id": three, "move": "up"})
    assert [topic.id for topic in _topics(trader)] == [one, three, two]
    trader.client.post("/terminal/topics/order/", {"id": one, "move": "up"})
    assert [topic.id for topic in _topics(trader)] == [one, three, two]
    trader.client.post("/terminal/topics/order/", {"ids": f"{two},{one}", "folder": "Desk"})
    folders = {topic.id: topic.folder for topic in _topics(trader)}
    assert folders == {one: "Desk", two: "Desk", three: ""}


@pytest.mark.parametrize("asked", [{}, {"id": "x"}, {"ids": "1,x"}, {"ids": ""}])
def test_an_order_that_is_none_is_missing(trader: Any, asked: dict[str, str]) -> None:
    assert trader.client.post("/terminal/topics/order/", asked).status_code == 404


def test_the_order_of_others_is_theirs(trader: Any, hire: Any) -> None:
    pk = trader.topic("gas", shared=True)
    colleague = hire(trader.person.company)
    colleague.client.post("/terminal/topics/order/", {"ids": str(pk), "folder": "Mine"})
    assert _topics(trader)[0].folder == ""


def test_who_has_bought_nothing_and_who_is_not_signed_in_makes_no_topic(
    stranger: Client, client: Client
) -> None:
    assert stranger.get("/terminal/topics/").status_code == 403
    assert client.get("/terminal/topics/")["Location"].startswith("/login/")
    assert stranger.post("/terminal/topics/new/", FORM).status_code == 403


def test_a_name_that_is_markup_stays_text(trader: Any) -> None:
    trader.client.post("/terminal/topics/new/", FORM | {"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in _list(trader)


def test_pages_run_no_inline_code_and_carry_no_style(trader: Any) -> None:
    trader.topic("gas")
    for address in ("topics/", "topics/new/?q=gas", "alerts/", "preferences/", "columns/"):
        answer = trader.client.get(f"/terminal/{address}")
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert " style=" not in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]


def test_the_state_of_undo_is_plain_data(trader: Any) -> None:
    pk = trader.topic("gas")
    trader.client.post(f"/terminal/topics/{pk}/delete/")
    assert json.dumps(dict(trader.client.session))
