"""Pairs of common words find the same as the words."""

from __future__ import annotations

from wireroom.archive.engine.grams import COMMON, joined, phrase
from wireroom.query.analysis import keys


def pair(before: str, word: str) -> str:
    return f"{before}\x02{word}"


def test_a_word_is_joined_to_the_one_before_when_either_is_common() -> None:
    assert joined(["gas", "price", "of", "the", "gas", "market"]) == [
        "gas", "price", pair("price", "of"), pair("of", "the"), pair("the", "gas"), "market",
    ]  # fmt: skip
    assert joined([]) == []


def test_a_phrase_that_begins_with_common_words_asks_the_second_row() -> None:
    assert phrase(["of", "the"]) == [pair("of", "the")]
    assert phrase(["gas", "of", "it"]) == [pair("gas", "of"), pair("of", "it")]
    assert phrase(["the", "gas", "market"]) == [pair("the", "gas"), "market"]


def test_a_phrase_that_does_not_and_a_single_word_ask_for_the_words() -> None:
    assert phrase(["gas", "market", "of"]) is None
    assert phrase(["gas"]) is None
    assert phrase(["of"]) is None


def test_common_words_are_keys_in_one_reading_at_least() -> None:
    assert {word for word in COMMON if [word] not in (keys(word), keys(word, "de"))} <= {
        "this", "was", "his", "has", "eine", "einen", "einer",
    }  # fmt: skip
