"""How the screen was left."""

from __future__ import annotations

import json
from typing import Any

import pytest

from wireroom.kernel.clock import utc_now
from wireroom.terminal.models import Screen
from wireroom.terminal.personal import screen

pytestmark = pytest.mark.django_db

STATE = "/terminal/personal/state/"


def _post(trader: Any, facts: Any) -> int:
    answer = trader.client.post(STATE, json.dumps(facts), content_type="application/json")
    return int(answer.status_code)


def test_what_is_changed_is_kept_and_the_rest_stays(trader: Any) -> None:
    assert _post(trader, {"sort": "relevance", "facets": ["topic"]}) == 204
    assert trader.client.post(STATE, {"rail_closed": "true"}).status_code == 204
    kept = screen.state_of(trader.id)
    assert (kept.sort, kept.facets, kept.rail_closed) == ("relevance", ("topic",), True)


@pytest.mark.parametrize(
    "facts",
    [
        {"sort": "upwards"},
        {"columns": list(range(1, 12))},
        {"columns": ["x"]},
        {"facets": ["x" * 40]},
        {"facets": ["x"] * 50},
        {"rail_closed": "perhaps"},
        ["sort"],
        "sort",
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(trader: Any, facts: Any) -> None:
    assert _post(trader, facts) == 400
    assert not Screen.objects.exists()


def test_names_that_nobody_knows_are_not_kept(trader: Any) -> None:
    assert _post(trader, {"junk": "x" * 10_000}) == 204
    assert Screen.objects.get().state == {}


def test_what_another_release_has_written_does_no_harm(trader: Any) -> None:
    Screen.objects.create(pk=trader.id, state={"sort": 7}, changed_at=utc_now())
    assert screen.state_of(trader.id) == screen.State()


def test_nobody_sees_the_screen_of_another(trader: Any, hire: Any) -> None:
    _post(trader, {"rail_closed": True})
    assert not screen.state_of(hire().id).rail_closed
