"""The settings that the docs name are the settings that exist."""

from __future__ import annotations

import re

from tests.docs.reading import REFERENCE, ROOT, pages, settings
from wireroom.design.brand import Agency, Language, Office, Site


def documented():
    text = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `(WIREROOM_[A-Z_]+)`", text, re.MULTILINE))


def test_every_option_is_documented():
    assert set(settings()) - documented() == set()


def test_every_documented_option_exists():
    assert documented() - set(settings()) == set()


def test_every_field_of_the_typed_settings_says_its_name():
    assert "(unnamed)" not in settings()


def test_a_page_names_only_settings_that_exist():
    known = set(settings()) | {"WIREROOM_SHARED_DATA"}
    for page in pages():
        named = set(re.findall(r"\bWIREROOM_[A-Z_]*[A-Z]", page.read_text(encoding="utf-8")))
        assert {name for name in named if not name.startswith("WIREROOM_TEST")} <= known, page


def test_every_field_of_the_agency_is_documented_and_every_documented_one_exists():
    text = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    section = text.partition("## The site")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(?:\[\[)?([a-z_]+)(?:\]\])?`", section))
    assert named == {
        name for part in (Agency, Language, Office, Site) for name in part.__struct_fields__
    }


def test_the_settings_of_the_tests_are_named_where_tests_are_explained():
    text = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text()
    for name in set(re.findall(r"WIREROOM_[A-Z_]+", makefile)):
        assert name in text
