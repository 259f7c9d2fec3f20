"""What kind of update a difference is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from wireroom.desk.replay.changes import correction, update_type
from wireroom.desk.replay.drafts import Draft
from wireroom.kernel.newsitem import Paragraph, UpdateType

LONG = tuple(
    Paragraph(
        text=f"Sentence {word} tells of harbours, ferries, tolls and the people who pay them."
    )
    for word in ("one", "two", "three", "four", "five", "six", "seven", "eight")
)
BEFORE = Draft(
    headline="Ferry tolls rise",
    slugline="TOLLS",
    standfirst="From 3 May.",
    body=LONG,
    topics=(),
    keywords=("ferries",),
)


def with_paragraph(text, place=2):
    return replace(BEFORE, body=(*LONG[:place], Paragraph(text=text), *LONG[place + 1 :]))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (replace(BEFORE, headline="Ferry toll rises"), UpdateType.CORRECTION_FACT),
        (replace(BEFORE, headline="Ferry tolls rise!"), UpdateType.CORRECTION_MINOR),
        (replace(BEFORE, standfirst="From 4 May."), UpdateType.CORRECTION_FACT),
        (with_paragraph(LONG[2].text.replace("harbours", "harbors")), UpdateType.CORRECTION_MINOR),
        (replace(BEFORE, keywords=("tolls",)), UpdateType.CORRECTION_MINOR),
        (replace(BEFORE, body=(*LONG, LONG[0])), UpdateType.ADD),
        (
            with_paragraph("Quite another thing was said by somebody else entirely."),
            UpdateType.DEVELOPMENT,
        ),
        (
            replace(BEFORE, body=(Paragraph(text="All new, start to end, no word kept."),)),
            UpdateType.WRITETHRU,
        ),
    ],
)
def test_the_size_and_place_of_a_change_decide_its_kind(after, expected):
    assert update_type(BEFORE, after) is expected


def test_a_correction_names_the_first_place_that_differs_with_both_readings():
    found = correction(BEFORE, replace(BEFORE, standfirst="From 4 May."))
    assert (found.was, found.now, found.where) == ("From 3 May.", "From 4 May.", "standfirst")
    found = correction(BEFORE, with_paragraph("Short."))
    assert (found.now, found.where) == ("Short.", "block 3")


def test_a_correction_without_words_tells_of_the_coding():
    found = correction(BEFORE, replace(BEFORE, keywords=("tolls",)))
    assert (found.was, found.now, found.where) == ("ferries", "tolls", "coding")


def test_a_long_reading_is_cut_around_the_difference():
    start = "Nothing here. " * 60
    found = correction(
        replace(BEFORE, body=(Paragraph(text=start + "It was red."),)),
        replace(BEFORE, body=(Paragraph(text=start + "It was blue."),)),
    )
    assert "red" in found.was
    assert "blue" in found.now
    assert len(found.was) <= 301
