"""The index answers every plan as the plain predicate does, on both sides."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archive.engine import plans
from tests.archive.engine.shelf import Shelf
from wireroom.archive.engine.schema import SIDES
from wireroom.query.plan import EVERYTHING, NOTHING, All, Any, Has, Node, Not, Says, Starts


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    chance = random.Random(1)
    return Shelf([plans.entry(chance, number) for number in range(1, 201)])


@pytest.mark.parametrize("side", SIDES)
def test_a_thousand_plans_over_two_hundred_stories_agree(shelf: Shelf, side: str) -> None:
    chance = random.Random(2)
    met = 0
    for number in range(1000):
        plan = plans.plan(chance)
        expected = shelf.expected(side, plan)
        assert shelf.found(side, plan, scored=number % 2 == 0) == expected, plan
        met += 0 < len(expected) < 200
    assert met > 200, "the plans say nothing: they meet all or none"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_few_stories_and_any_plan_agree(seed: int) -> None:
    chance = random.Random(seed)
    shelf = Shelf([plans.entry(chance, number) for number in range(1, 4)])
    for _ in range(20):
        plan = plans.plan(chance)
        for side in SIDES:
            assert shelf.found(side, plan) == shelf.expected(side, plan), plan


@pytest.mark.parametrize(
    "plan",
    [
        EVERYTHING,
        NOTHING,
        Not(EVERYTHING),
        Not(NOTHING),
        Not(Not(Has(("lang=en",)))),
        All((Not(Has(("lang=en",))), Not(Has(("lang=de",))))),
        Any((Not(Has(("lang=en",))), Has(("lang=en",)))),
        Any((NOTHING,)),
        Has(()),
        Says("text", ()),
        Starts("text", ".*"),
        Starts("text", "a+"),
        Starts("text", ""),
        Starts("text", "x" * 2000),
        Starts("text", "^["),
    ],
    ids=repr,
)
def test_odd_plans_agree(shelf: Shelf, plan: Node) -> None:
    for side in SIDES:
        assert shelf.found(side, plan) == shelf.expected(side, plan)


def test_what_is_hidden_from_readers_of_headlines_is_not_on_their_side(shelf: Shelf) -> None:
    for code in ("company=gazp", "person=p:anna", "place=x:1", "country=ru", "desk=oil"):
        assert shelf.found("full", Has((code,)))
        assert not shelf.found("head", Has((code,)))


def test_notes_for_the_desk_are_on_no_side(shelf: Shelf) -> None:
    for side in SIDES:
        assert not shelf.found(side, Starts("text", "secret"))
