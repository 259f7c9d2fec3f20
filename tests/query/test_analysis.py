"""Texts as words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.naive import cut, surface
from tests.query.strategies import WORDS, texts
from wireroom.query.analysis import fold, is_unspaced, keys, read, tokens, variants

WORDS_OF = (
    ("", []),
    ("Gas, oil.", ["gas", "oil"]),
    ("U.S.", ["u", "s"]),
    ("O'Neill's", ["o'neill's"]),
    ("O’Neill", ["o'neill"]),
    ("'quoted' rock 'n' roll", ["quoted", "rock", "n", "roll"]),
    ("RUSSIA-GAS", ["russia", "gas"]),
    ("a_b", ["a", "b"]),
    ("3.5%", ["3", "5"]),
    ("naïve", ["naive"]),
    ("İSTANBUL", ["istanbul"]),
    ("Straße", ["strasse"]),
    ("ﬁnance", ["finance"]),
    ("\uff2c\uff2e\uff27", ["lng"]),
    ("東京is", ["東", "京", "is"]),
    ("ガス", ["ガ", "ス"]),
    ("カ\u3099ス", ["ガ", "ス"]),
    ("ｶﾞｽ", ["ガ", "ス"]),
    ("ก๊าซ", ["ก", "๊", "า", "ซ"]),
    ("ราคา", ["ร", "า", "ค", "า"]),
    ("الغـاز", ["الغاز"]),
    ("ـ", []),
    ("נָפְט", ["נפט"]),
    ("गैस", ["गैस"]),
    ("가스", ["가스"]),
    ("$ – …", []),
)


@pytest.mark.parametrize(("text", "expected"), WORDS_OF)
def test_a_text_is_read_as_words(text, expected):
    assert [token.surface for token in tokens(text)] == expected
    assert fold(text) == " ".join(expected)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("price", "prices", "en"),
        ("Preis", "Preise", "de"),
        ("Haus", "Häuser", "de"),
        ("цена", "ценами", "ru"),
        ("ёлка", "ЕЛКА", "ru"),
        ("Gazprom", "Gazprom’s", "en"),
    ],
)
def test_forms_of_a_word_have_one_key(one, other, language):
    assert keys(one, language) == keys(other, language)


def test_a_query_knows_every_way_in_which_a_story_may_be_read():
    assert variants("prices") == (("price",), ("pric",))
    assert variants("gas") == (("gas",),)
    assert variants("$") == ()


def test_only_german_stories_are_read_as_german():
    assert keys("Preise", "de-AT") == keys("Preis", "de")
    assert keys("prices", "de-AT") != keys("prices", "en-GB")


@given(st.text() | texts())
def test_places_of_words_are_in_the_text_and_in_order(text):
    found = tokens(text)
    edges = [edge for token in found for edge in (token.start, token.end)]
    assert edges == sorted(edges)
    assert all(token.start < token.end <= len(text) for token in found)
    assert all(token.key and token.surface for token in found)


@given(st.text() | texts(), st.sampled_from(["", "en", "de", "ru"]))
def test_the_quick_way_reads_the_same_words(text, language):
    assert read(text, language) == [token[:2] for token in tokens(text, language)]


@given(texts())
def test_words_are_cut_as_sign_by_sign(text):
    assert [token.surface for token in tokens(text)] == [surface(word) for word in cut(text)]


@given(texts(), st.sampled_from(["NFC", "NFD"]))
def test_composed_and_decomposed_letters_are_the_same(text, form):
    assert keys(unicodedata.normalize(form, text)) == keys(text)


@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_case_makes_no_difference(text):
    assert fold(text.upper()) == fold(text)


def test_scripts_without_spaces_are_told_from_others():
    assert is_unspaced("東京")
    assert not is_unspaced("東京x")
    assert not is_unspaced("gas")
    assert not is_unspaced("")


def test_a_very_long_word_is_cut_in_stories_and_queries_alike():
    assert keys("a" * 100) == keys("a" * 64)
    assert keys("é" + "a" * 100) == keys("é" + "a" * 63)
