"""The words before a headline."""

from __future__ import annotations

import pytest

from wireroom.kernel.newsitem import UpdateType
from wireroom.terminal.labels import genre_name, labels, table


def _words(urgency: int, update_type: UpdateType) -> list[str]:
    return [label.word for label in labels(urgency, update_type)]


@pytest.mark.parametrize(
    ("urgency", "update_type", "words"),
    [
        (1, UpdateType.NEW, ["Flash"]),
        (2, UpdateType.NEW, ["Alert"]),
        (3, UpdateType.DEVELOPMENT, ["Urgent", "Update"]),
        (4, UpdateType.NEW, []),
        (4, UpdateType.CORRECTION_FACT, ["Corrected"]),
        (4, UpdateType.CORRECTION_MINOR, ["Refile"]),
        (1, UpdateType.CORRECTION_FACT, ["Flash", "Corrected"]),
        (4, UpdateType.HOLD, ["Hold"]),
    ],
)
def test_a_line_says_in_words_what_it_is(
    urgency: int, update_type: UpdateType, words: list[str]
) -> None:
    assert _words(urgency, update_type) == words


def test_a_killed_flash_is_no_flash_any_more() -> None:
    assert _words(1, UpdateType.KILL) == ["Killed"]


def test_every_way_to_update_a_story_but_the_first_has_a_word() -> None:
    assert all(_words(4, kind) for kind in UpdateType if kind is not UpdateType.NEW)


def test_the_table_for_the_script_says_the_same() -> None:
    rules = table()
    assert rules["urgency"] == {
        str(n): {
            "word": labels(n, UpdateType.NEW)[0].word,
            "tone": labels(n, UpdateType.NEW)[0].tone,
        }
        for n in (1, 2, 3)
    }
    assert rules["notices"] == ["hold", "kill"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("genre:Interview", "Interview"),
        ("genre:Press_Release", "Press Release"),
        ("genre:Current", ""),
    ],
)
def test_a_genre_is_named_unless_it_is_current_news(code: str, name: str) -> None:
    assert genre_name(code) == name
