"""What the formats say beside a story."""

from __future__ import annotations

import pytest

from wireroom.formats.words import Words, languages, words


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_word_with_its_places(language):
    say = words(language)
    for name in Words.__struct_fields__:
        assert getattr(say, name).strip(), name
    assert "{until}" in say.embargo
    assert "{until}" in say.embargo_notice
    assert "{was}" in say.was_now
    assert "{now}" in say.was_now
    places = sum(getattr(say, name).count("{") for name in Words.__struct_fields__)
    assert places == 4


@pytest.mark.parametrize("language", [each for each in languages() if each != "en"])
def test_every_language_has_orders_of_its_own(language):
    say, english = words(language), words("en")
    for name in Words.__struct_fields__:
        if name.endswith("_notice"):
            assert getattr(say, name) != getattr(english, name), name


@pytest.mark.parametrize(
    ("tag", "flash"),
    [("en", "FLASH"), ("ru-RU", "МОЛНИЯ"), ("de_AT", "BLITZ"), ("DE", "BLITZ"), ("xx", "FLASH"),
     ("", "FLASH")],
)  # fmt: skip
def test_a_tag_finds_its_language(tag, flash):
    assert words(tag).flash == flash
