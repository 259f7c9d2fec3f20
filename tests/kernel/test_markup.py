"""Inline markup."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.kernel.markup import clean, one_line, plain, tidy


@pytest.mark.parametrize(
    ("given_", "cleaned"),
    [
        ("a <b>bold</b> <i>claim</i>", "a <strong>bold</strong> <em>claim</em>"),
        (
            '<a href="https://x.example/?a=1&b=2">x</a>',
            '<a href="https://x.example/?a=1&amp;b=2">x</a>',
        ),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<p onclick="x()">text</p>', "text"),
        ("<script>alert(1)</script>after", "after"),
        ("5 < 6 & 7", "5 &lt; 6 &amp; 7"),
        ("<br>line<body>", "line"),
        ("bell\x07 and\x00 nul", "bell and nul"),
    ],
)
def test_only_the_inline_markup_is_left(given_: str, cleaned: str) -> None:
    assert clean(given_) == cleaned


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_plain_text_has_no_tags_and_no_entities() -> None:
    assert plain("R&amp;D <strong>grew</strong>") == "R&D grew"


def test_brackets_in_a_text_or_an_address_are_no_tags() -> None:
    markup = clean('<a href="https://x.example/<y>?z=1>0">link</a> 3 < 4 > 2')
    assert plain(markup) == "link 3 < 4 > 2"


def test_a_text_of_nothing_but_brackets_costs_no_more_than_its_length() -> None:
    began_s = time.process_time()
    assert plain("<" * 200_000) == "<" * 200_000
    assert time.process_time() - began_s < 1, "quadratic: 13 s"


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert not any(ord(c) < 32 for c in line)
    assert one_line(line) == line


def test_overrides_of_direction_cannot_hide_in_a_headline() -> None:
    assert one_line("safe\u202eexe.txt") == "safeexe.txt"


def test_plain_text_keeps_its_lines_and_loses_what_could_harm() -> None:
    assert tidy(" one\ntwo\x1b[31m\u202e three\x00 ") == "one\ntwo[31m three"
