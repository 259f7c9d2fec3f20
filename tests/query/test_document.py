"""What queries see of a story."""

from __future__ import annotations

import pytest

from tests.factories.items import make_item
from tests.query.strategies import NOW
from wireroom.kernel.newsitem import (
    Company,
    EdNote,
    Entity,
    Instrument,
    Paragraph,
    Rights,
    Subject,
    UpdateType,
)
from wireroom.query.document import BREAK, SCOPES, Document


def document(**over):
    return Document(make_item(**over), NOW)


def test_texts_are_read_one_after_the_other_with_a_break_between():
    stream = document(headline="Gas prices", slugline="", body=(Paragraph(text="Oil"),)).stream(
        "text"
    )
    assert stream.keys == ["gas", "price", "oil"]
    assert stream.surfaces == ["gas", "prices", "oil"]
    assert stream.places == [0, 1, 2 + BREAK]


@pytest.mark.parametrize("scope", SCOPES)
def test_every_scope_is_read(scope):
    name = (Entity(name="Word"),)
    item = {
        "headline": "Word", "slugline": "WORD", "byline": "Word", "keywords": ("word",),
        "people": name, "places": name, "organisations": name, "companies": (Company(name="Word"),),
        "rights": Rights(holder="Word"),
    }  # fmt: skip
    assert "word" in document(**item).stream(scope).keys
    assert "other" not in document(**item).stream(scope).keys


def test_notes_to_editors_are_not_searched():
    notes = (EdNote(text="secret", publishable=True), EdNote(text="secret"))
    assert "secret" not in document(ednotes=notes).stream("text").keys


def test_codes_are_spelled_as_the_docstring_says():
    paper = Instrument(isin="RU0007661625", ticker="GAZP", mic="MISX")
    codes = document(
        guid="urn:uuid:1",
        language="en-GB",
        genre="genre:Press Release",
        update_type=UpdateType.CORRECTION_MINOR,
        desk="Énergie Desk",
        topics=(Subject(code="medtop:2", label="Oil & Gas", broader=("medtop:1",)),),
        places=(Entity(name="Germany", code="country:DE"), Entity(name="Kyiv", code="geo:1")),
        people=(Entity(name="Anna", code="P:1"),),
        companies=(Company(name="Gazprom", code="C:1", instruments=(paper,)),),
    ).codes
    assert codes == {
        "guid=urn:uuid:1", "language=en-GB", "lang=en-gb", "lang=en", "urgency=4",
        "genre=genre:Press Release", "genre~press release", "status=usable", "profile=news",
        "update=correction_minor", "update=correction", "desk=energie desk",
        "topic=medtop:2", "topic=medtop:1", "topic~oil gas",
        "place=country:de", "place=geo:1", "country=de", "country~germany", "person=p:1",
        "company=c:1", "company=ru0007661625", "company=gazp", "company=gazp.misx",
    }  # fmt: skip
