"""Direction of writing."""

from __future__ import annotations

import pytest

from wireroom.formats.language import direction


@pytest.mark.parametrize("tag", ["ar", "ar-EG", "he", "fa_IR", "UR", "uz-Arab", "az-Arab-IR"])
def test_languages_written_from_the_right(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["en", "ru-RU", "ja", "", "x-default", "he-Latn", "uz-Cyrl"])
def test_languages_written_from_the_left(tag: str) -> None:
    assert direction(tag) == "ltr"
