"""One item as plain text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from tests.factories.stories import make_correction, make_kill, make_story
from tests.formats.house import HOUSE, outgoing
from tests.formats.strategies import items
from wireroom.formats import textdoc
from wireroom.formats.options import faults
from wireroom.formats.projection import FULL, HEADLINE
from wireroom.kernel.newsitem import EdNote, Paragraph, Rights, Table


def text(item, level=FULL, options=None, **over):
    return textdoc.render(outgoing(item, level, **over), HOUSE, options or {}).decode()


def test_a_story_as_a_sheet():
    item = make_story(
        urgency=1,
        ednotes=(EdNote(text="More by noon.", role="more", publishable=True),),
        rights=Rights(notice="© Agency", usage_terms="No framing."),
    )
    assert text(item) == (
        "(FLASH)\n\n"
        "Central bank holds key rate at 15%\n\n"
        "The decision was expected.\n\n"
        "By A. Reporter\n\n"
        "MOSCOW. Nov 24 - The board met on Friday.\n\n"
        "----------------------------------------\n\n"
        "NOT FOR PUBLICATION\n"
        "MORE TO COME: More by noon.\n\n"
        "© Agency\nNo framing.\n\n"
        "Example News Agency · BANK-RATE\n"
        "urn:uuid:00000000-0000-4000-8000-000000000001 · version 1 · 2026-11-24T12:06:00.125Z\n"
        "fd_example 7\n"
        "https://example.com/stories/00000000-0000-4000-8000-000000000001\n"
    )


def test_orders_stand_before_the_headline_and_notes_after_the_story():
    kill = text(make_kill())
    assert kill.index("Mandatory kill") < kill.index("KILL: BANK-RATE\n")
    corrected = text(make_correction())
    assert corrected.index("CORRECTION: headline") > corrected.index(textdoc.RULE)


def test_the_headline_level_says_that_it_is_one():
    assert "headline only" in text(make_story(), HEADLINE)
    assert "headline only" not in text(make_story())


def test_lines_are_folded_where_a_feed_wants_it_and_tables_are_not():
    long = Paragraph(text="word " * 50)
    table = Table(rows=(("a" * 50, "b" * 50),))
    folded = text(make_story(body=(long, table)), options={"width": 60}).split("\n")
    assert all(len(line) <= 60 or "\t" in line or "·" in line or ":" in line for line in folded)
    assert f"{'a' * 50}\t{'b' * 50}" in folded
    assert max(map(len, text(make_story(body=(long,))).split("\n"))) > 200


@pytest.mark.parametrize("width", [0, 40, 200])
def test_right_widths(width):
    assert faults({"width": width}, textdoc.OPTIONS) == {}


@pytest.mark.parametrize("width", [39, 201, -1, "60", True, None])
def test_wrong_widths(width):
    assert set(faults({"width": width}, textdoc.OPTIONS)) == {"width"}


@given(items)
def test_any_item_is_text_without_controls(item):
    for level in (HEADLINE, FULL):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text(item, level).replace("\r", ""))
