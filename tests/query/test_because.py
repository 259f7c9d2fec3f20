"""Why a story meets a query."""

from __future__ import annotations

from hypothesis import given, settings

from tests.factories.items import make_item
from tests.query.strategies import NOW, PRODUCTS, documents, plans
from wireroom.kernel.newsitem import Company, Instrument, Paragraph, Subject
from wireroom.query.because import Because, because
from wireroom.query.document import Document
from wireroom.query.planning import compile_text
from wireroom.query.predicate import matches

STORY = {
    "headline": "Gazprom’s prices fall",
    "slugline": "RUSSIA-GAS",
    "body": (Paragraph(text="Natural <em>gas</em> is cheap."), Paragraph(text="Markets calm.")),
    "topics": (Subject(code="medtop:20000344", label="economy"),),
    "companies": (Company(name="Gazprom", instruments=(Instrument(ticker="GAZP"),)),),
}


def why(query):
    return because(compile_text(query, NOW, PRODUCTS), Document(make_item(**STORY), NOW))


def test_words_are_given_as_they_stand_in_the_story():
    assert why("gazprom price") == (
        Because("words", "Gazprom’s", "text"),
        Because("words", "prices", "text"),
    )
    assert why('"natural gas"') == (Because("words", "Natural gas", "text"),)
    assert why("slug:russia-gas") == (Because("words", "RUSSIA-GAS", "slug"),)
    assert why("mark*") == (Because("prefix", "Markets", "text"),)
    assert why('"markets cheap"~20') == (Because("near", "Markets … cheap", "text"),)


def test_codes_and_dates_are_given_by_their_value():
    assert why("lang:en") == (Because("code", "en", "lang"),)
    assert why("company:gazp") == (Because("code", "gazp", "company"),)
    assert Because("code", "medtop:20000344", "topic") in why("topic:economy")
    assert why("date:today") == (Because("date", "2026-11-24T12:30:00+00:00", "date"),)


def test_only_what_is_there_is_a_reason():
    assert why("oil OR cheap OR tin") == (Because("words", "cheap", "text"),)
    assert why("cheap -sport") == (Because("words", "cheap", "text"),)
    assert why("cheap cheap") == (Because("words", "cheap", "text"),)
    assert why("-sport") == ()


def test_a_story_that_does_not_meet_it_has_no_reasons():
    assert why("cheap sport") == ()


@given(plans(), documents())
@settings(deadline=None)
def test_every_reason_says_something(plan, document):
    reasons = because(plan, document)
    assert all(reason.text and reason.scope for reason in reasons)
    assert matches(plan, document) or not reasons
