"""A feed's own settings of a format."""

from __future__ import annotations

import pytest

from wireroom.formats.options import choice, faults, flag, table, whole, words

OPTIONS = (
    choice("size", "How large.", ("small", "large"), "small"),
    flag("loud", "Whether it is loud.", usual=False),
    whole("width", "How wide.", 40, 200, 69),
    words("name", "Its name.", str.isalpha, "Give letters.", "x"),
    table("urgency", "Of ours.", {"1": 1, "2": 2}, lambda value: type(value) is int, "Numbers."),
)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"size": "large"},
        {"loud": True},
        {"width": 40},
        {"width": 200},
        {"name": "abc"},
        {"urgency": {}},
        {"urgency": {"1": 5}},
    ],
)
def test_right_options_have_no_fault(options):
    assert faults(options, OPTIONS) == {}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"size": "huge"}, "Choose one of: small, large."),
        ({"loud": 1}, "Choose one of: True, False."),
        ({"width": 39}, "Give a whole number from 40 to 200."),
        ({"width": 201}, "Give a whole number from 40 to 200."),
        ({"width": True}, "Give a whole number from 40 to 200."),
        ({"width": "69"}, "Give a whole number from 40 to 200."),
        ({"name": "1"}, "Give letters."),
        ({"name": None}, "Give letters."),
        ({"urgency": [1]}, "Give an object. Numbers."),
        ({"urgency": {"9": 1}}, "There is no row 9; there are: 1, 2."),
        ({"urgency": {"1": "one"}}, "Numbers."),
        ({"other": 1}, "This format has no such option."),
    ],
)
def test_wrong_options_are_told_by_name(options, sentence):
    assert faults(options, OPTIONS) == dict.fromkeys(options, sentence)


def test_only_what_is_wrong_is_told():
    assert set(faults({"size": "large", "width": 1, "loud": False}, OPTIONS)) == {"width"}


def test_an_option_has_its_usual_value_or_the_feeds():
    size, *_, urgency = OPTIONS
    assert (size.of({}), size.of({"size": "large"})) == ("small", "large")
    assert urgency.of({}) == {"1": 1, "2": 2}
    assert urgency.of({"urgency": {"2": 7}}) == {"1": 1, "2": 7}
