"""Where the words of a query stand in a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from tests.query.strategies import NOW, PRODUCTS, plans, texts
from wireroom.query.marks import marks
from wireroom.query.planning import compile_text


def marked(query, text, language="en"):
    """A text with brackets where it is marked."""
    out, last = [], 0
    for start, end in marks(compile_text(query, NOW, PRODUCTS), text, language):
        out += [text[last:start], f"[{text[start:end]}]"]
        last = end
    return "".join([*out, text[last:]])


MARKED = (
    ("gas", "Gas and gasoline", "[Gas] and gasoline"),
    ("gas*", "Gas and gasoline", "[Gas] and [gasoline]"),
    ("price", "Prices, price.", "[Prices], [price]."),
    ('"natural gas"', "natural gas, gas; natural, gas", "[natural gas], gas; [natural, gas]"),
    ("naive", "so naïve, so nai\u0308ve", "so [naïve], so [nai\u0308ve]"),
    ("Gazprom", "Gazprom’s profit", "[Gazprom’s] profit"),
    ("東京", "本日東京で", "本日[東京]で"),
    ("نفط", "سعر نَفْط", "سعر [نَفْط]"),
    ("gas OR oil", "oil, gas", "[oil], [gas]"),
    ("gas -oil", "oil, gas", "oil, [gas]"),
    ("headline:gas", "gas", "[gas]"),
    ("byline:gas", "gas", "gas"),
    ("lang:en", "en", "en"),
    ("company:gazprom", "Gazprom", "Gazprom"),
    ('"gas price"~2', "price of natural gas", "[price] of natural [gas]"),
    ('"gas price"~1', "price of natural gas", "price of natural gas"),
    ('"gas price"~1', "gas here, far away price of gas", "gas here, far away [price] of [gas]"),
    ('"a b" "b c"', "a b c d", "[a b c] d"),
    ("gas natural", "natural gas", "[natural] [gas]"),
    ("", "gas", "gas"),
    ("gas", "", ""),
)


@pytest.mark.parametrize(("query", "text", "expected"), MARKED)
def test_words_that_are_asked_for_are_marked(query, text, expected):
    assert marked(query, text) == expected


def test_words_are_marked_in_the_language_of_the_text():
    assert marked("Preis", "die Preise", "de") == "die [Preise]"
    assert marked("цена", "ценами", "ru") == "[ценами]"


@given(plans(), texts())
def test_marks_ascend_and_lie_apart_inside_the_text(plan, text):
    found = marks(plan, text, "en")
    ends = [0, *(edge for span in found for edge in span), len(text)]
    assert ends == sorted(ends)
    assert all(start < end for start, end in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))
