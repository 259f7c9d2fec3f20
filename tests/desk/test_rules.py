"""Pure decisions of the desk."""

from __future__ import annotations

from typing import Any

import pytest

from wireroom.desk import rules


@pytest.mark.parametrize(
    ("revisions", "author"),
    [
        ([(1, {"headline": "a"})], 1),
        ([(2, {"headline": "a"}), (1, {"headline": "a"})], 1),
        ([(2, {"headline": "b"}), (1, {"headline": "a"})], 2),
        ([(2, {"headline": "a"}), (1, {"headline": "b"}), (2, {"headline": "a"})], 2),
        ([(2, {"headline": "a", "go_live_at": "x"}), (1, {"headline": "a"})], 1),
        ([], None),
    ],
)
def test_the_author_is_who_wrote_the_words(revisions: Any, author: int | None) -> None:
    assert rules.author_of(revisions) == author


def test_a_correction_replaces_whole_words_in_lines_and_markup() -> None:
    raw = [{"type": "paragraph", "id": "5", "value": "<p>5 &amp; 15 of 5</p>"}, "5 & 15"]

    assert rules.corrected(raw, "5", "6") == [
        {"type": "paragraph", "id": "5", "value": "<p>6 &amp; 15 of 6</p>"},
        "6 & 15",
    ]


def test_a_correction_of_markup_is_escaped() -> None:
    assert rules.corrected("<p>A &amp; B</p>", "A & B", "A < B") == "<p>A &lt; B</p>"


def test_a_correction_with_backslashes_is_taken_literally() -> None:
    assert rules.corrected("one", "one", r"\1") == r"\1"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-1, "0 s"), (8, "8 s"), (185, "3 min"), (7500, "2 h 05"), (400_000, "4 d")],
)
def test_durations_are_spelled(seconds: float, words: str) -> None:
    assert rules.spell_duration(seconds) == words


@pytest.mark.parametrize(("seconds", "words"), [(42, "0:42"), (725, "12:05"), (10_809, "3:00:09")])
def test_countdowns_go_to_the_second(seconds: float, words: str) -> None:
    assert rules.countdown(seconds) == words
