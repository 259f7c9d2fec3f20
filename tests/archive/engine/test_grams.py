"""Pairs of common words find the same as the words."""

from __future__ import annotations

from wireroom.archive.engine.grams import COMMON, pairs, phrase
from wireroom.query.analysis import keys


def test_two_common_neighbours_become_a_word_of_their_own() -> None:
    words = [("price", 0), ("of", 1), ("the", 2), ("gas", 3)]
    assert list(pairs(words)) == [*words[:2], ("of the", 1), *words[2:]]


def test_words_with_a_break_between_are_no_pair() -> None:
    assert "of the" not in dict(pairs([("of", 0), ("the", 11)]))


def test_a_phrase_asks_for_pairs_and_for_what_they_leave() -> None:
    assert phrase(["gas"]) == [(0, "gas")]
    assert phrase(["of"]) == [(0, "of")]
    assert phrase(["of", "the"]) == [(0, "of the")]
    assert phrase(["gas", "of", "the", "state"]) == [(0, "gas"), (1, "of the"), (3, "state")]
    assert phrase(["in", "the", "gas"]) == [(0, "in the"), (2, "gas")]
    assert phrase(["it", "is", "in", "the"]) == [(0, "it is"), (1, "is in"), (2, "in the")]
    assert phrase(["gas", "in", "oil"]) == [(0, "gas"), (1, "in"), (2, "oil")]


def test_common_words_are_keys_in_one_reading_at_least() -> None:
    assert {word for word in COMMON if [word] not in (keys(word), keys(word, "de"))} <= {
        "this", "was", "his", "has", "eine", "einen", "einer",
    }  # fmt: skip
