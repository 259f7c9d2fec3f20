"""Text in few characters."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.formats.iptc7901.charset import CHARSETS, fit

charsets = st.sampled_from(tuple(CHARSETS.values()))


@pytest.mark.parametrize(
    ("text", "charset", "spelled"),
    [
        ("Zürich – 15 € “so”", "latin-1", 'Zürich - 15 EUR "so"'),
        ("Zürich – 15 € “so”", "iso-8859-15", 'Zürich - 15 € "so"'),
        ("Zürich – 15 € “so”", "cp1252", "Zürich – 15 € “so”"),
        ("Zürich – 15 € “so”", "ascii", 'Zurich - 15 EUR "so"'),
        ("Zürich – 15 € “so”", "utf-8", "Zürich – 15 € “so”"),
        ("Ставка щедра", "cp1251", "Ставка щедра"),
        ("Ставка щедра", "koi8-r", "Ставка щедра"),
        ("Ставка щедра", "latin-1", "Stavka shchedra"),
        ("ШТОРМ в Сочи", "latin-1", "SHTORM v Sochi"),
        ("café naïve", "cp1251", "cafe naive"),
        ("cafe\u0301", "latin-1", "café"),
        ("ő", "latin-1", "o"),
        ("№ 5 … ½ ﬁ ①", "ascii", "No. 5 ... 1/2 fi 1"),
        ("利率", "ascii", "LiLu"),
        ("a\u00adb\ufeffc\x03d\x85e", "utf-8", "abcde"),
        ("هل؟", "ascii", "hl?"),
        ("bro\ufffdken", "ascii", "broken"),
    ],
)
def test_a_text_is_spelled_with_what_the_receiver_has(text, charset, spelled):
    assert fit(text, charset) == spelled


@given(st.text(), charsets)
def test_any_text_can_be_encoded_and_holds_no_control(text, charset):
    spelled = fit(text, charset)
    spelled.encode(charset)
    assert not [each for each in spelled if unicodedata.category(each) == "Cc"]


@given(st.text(), charsets)
def test_fitting_twice_changes_nothing_more(text, charset):
    once = fit(text, charset)
    assert fit(once, charset) == once


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)), charsets)
def test_ascii_stays_as_it_is(text, charset):
    assert fit(text, charset) == text


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.parametrize("charset", CHARSETS.values())
def test_no_character_becomes_a_question_mark_but_one(charset):
    for point in range(0x80, sys.maxunicode + 1):
        character = chr(point)
        if unicodedata.category(character) in {"Cn", "Co", "Cs"}:
            continue
        name = unicodedata.name(character, "")
        asks = "QUESTION" in name or "INTERROBANG" in name
        spelled = fit(character, charset)
        assert "?" not in spelled or asks, (hex(point), name, spelled)
        spelled.encode(charset)
