"""The page about formats says what the formats do."""

from __future__ import annotations

import json
import re
import typing

import pytest

from tests.docs.reading import REFERENCE
from tests.formats.samples import FOLDER
from wireroom.formats.envelope import EVENTS
from wireroom.formats.iptc7901.charset import CHARSETS
from wireroom.formats.iptc7901.settings import CATEGORY
from wireroom.formats.options import Option, TableOption
from wireroom.formats.publishable import _SENTENCES, Why
from wireroom.formats.registry import formats
from wireroom.formats.words import languages


@pytest.fixture(scope="module")
def page():
    return (REFERENCE / "formats.md").read_text(encoding="utf-8")


def rows(page, *cells):
    return re.findall(r"^\| " + r" \| ".join(cells) + r" \|$", page, re.MULTILINE)


def test_every_format_has_its_row(page):
    found = rows(page, "`([a-z0-9-]+)`", "([^|`]+)", "`([a-z.0-9+/-]+)`", r"`\.(\w+)`")
    assert found == [(form.code, form.name, form.media_type, form.suffix) for form in formats()]


def test_every_option_has_its_row_with_what_is_usual(page):
    found = rows(page, "`([a-z0-9-]+)`", "`([a-z_]+)`", "(its table|`[^|]*`)", "([^|]+)")
    assert found == [
        (form.code, option.name, usual(option), option.about)
        for form in formats()
        for option in form.options
    ]


def usual(option: Option) -> str:
    return "its table" if isinstance(option, TableOption) else f"`{json.dumps(option.usual)}`"


def test_every_event_has_its_row(page):
    assert dict(rows(page, "`((?:story|number|feed)\\.[a-z]+)`", "([^|]+)")) == EVENTS


def test_every_reason_has_its_row(page):
    found = dict(rows(page, "`([a-z]+)`", "`(?:yes|no|until)`", "([^|]+)"))
    assert set(found) == set(typing.get_args(Why))
    assert found == {why: text.replace("{until}", "…") for why, text in _SENTENCES.items()}


def test_the_tables_of_iptc_7901_are_those_of_the_code(page):
    assert dict(rows(page, "`(medtop:[0-9]+|other)`", "[^|]+", "`([A-Z]{3})`")) == CATEGORY.usual
    encodings = page[page.index("| `encoding` | IANA name") :].partition("\n\n")[0]
    assert dict(rows(encodings, "`([a-z0-9-]+)`", "`([a-z0-9-]+)`")) == CHARSETS
    assert ", ".join(f"`{each}`" for each in languages()) in page


def test_the_message_shown_is_one_that_is_written(page):
    message = (FOLDER / "correction.iptc7901.iptc").read_text(encoding="utf-8")
    assert message.replace("<CR>", "") in page
