"""The predicate against the naive answer, over random stories and queries."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from hypothesis import given, settings

from tests.factories.items import make_item
from tests.query.naive import meets
from tests.query.strategies import NOW, PRODUCTS, documents, query_texts
from wireroom.kernel.newsitem import Company, Entity, Instrument, Paragraph, Subject, UpdateType
from wireroom.query.document import Document
from wireroom.query.parser import parse
from wireroom.query.plan import Near, Released, Says
from wireroom.query.planning import compile_text
from wireroom.query.predicate import matches


def is_met(query, at=NOW, **story):
    """Whether a story of this content meets a query."""
    return matches(compile_text(query, NOW, PRODUCTS), Document(make_item(**story), at))


def is_said(query, text, language="en"):
    return is_met(query, headline="", slugline="", body=(Paragraph(text=text),), language=language)


@given(query_texts(), documents())
@settings(max_examples=400, deadline=None)
def test_it_agrees_with_the_naive_answer(text, document):
    expr = parse(text)
    expected = meets(expr, document.item, document.released_at)
    assert matches(compile_text(text, NOW, PRODUCTS), document) is expected


SAME_WORD = (
    ("price", "prices", "en"),
    ("Preis", "die Preise", "de"),
    ("Preise", "der Preis", "de"),
    ("цена", "цены", "ru"),
    ("цены", "ценами", "ru"),
    ("цена", "ценами", "en"),
    ("naive", "naïve", "en"),
    ("naïve", "NAIVE", "en"),
    ("café", "cafe\u0301", "en"),
    ("cafe\u0301", "CAFÉ", "en"),
    ("istanbul", "İstanbul", "en"),
    ("İSTANBUL", "istanbul", "en"),
    ("strasse", "Straße", "de"),
    ("STRASSE", "Straße", "en"),
    ("U.S.", "the U.S. said", "en"),
    ("Gazprom", "Gazprom's profit", "en"),
    ("Gazprom", "Gazprom’s profit", "en"),
    ("Gazprom’s", "Gazprom's profit", "en"),
    ("RUSSIA-GAS", "RUSSIA-GAS", "en"),
    ("RUSSIA-GAS", "Russia gas", "en"),
    ("ёлка", "Елка", "ru"),
    ("نفط", "نَفْط", "ar"),
    ("الغاز", "الغـاز", "ar"),
    ("שלום", "שָׁלוֹם", "he"),
    ("東京", "本日東京で", "ja"),
    ("石油", "石油価格", "ja"),
    ("石油*", "石油価格", "ja"),
    ("天然气", "天然气价格上涨", "zh"),
    ("ราคา", "ราคาก๊าซ", "th"),
    ("\uff2c\uff2e\uff27", "LNG", "en"),
    ("finance", "ﬁnance", "en"),
    ("½", "½", "en"),
    ("gas*", "gasoline", "en"),
    ("GAS*", "gasoline", "en"),
    ("stras*", "Straße", "de"),
    ('"gas price"', "gas prices", "en"),
    ('"price gas"~0', "gas prices", "en"),
    ('"gas price"~2', "prices of natural gas", "en"),
)

OTHER_WORD = (
    ("price", "priceless", "en"),
    ("gas", "gasoline", "en"),
    ("U.S.", "us", "en"),
    ("US", "U.S.", "en"),
    ("東京", "東 大 京", "ja"),
    ("京東", "東京", "ja"),
    ('"gas price"', "price gas", "en"),
    ('"gas price"', "gas and price", "en"),
    ('"gas price"~1', "prices of natural gas", "en"),
    ("RUSSIA-GAS", "gas Russia", "en"),
    ("gas*", "natural-ga", "en"),
    ("газ", "глаз", "ru"),
)


@pytest.mark.parametrize(("query", "text", "language"), SAME_WORD)
def test_a_word_is_found_in_its_other_spelling(query, text, language):
    assert is_said(query, text, language)


@pytest.mark.parametrize(("query", "text", "language"), OTHER_WORD)
def test_another_word_is_not_found(query, text, language):
    assert not is_said(query, text, language)


def test_a_phrase_does_not_go_across_paragraphs_but_closeness_may():
    story = {"headline": "", "body": (Paragraph(text="Natural"), Paragraph(text="gas"))}
    assert not is_met('"natural gas"', **story)
    assert not is_met('"natural gas"~9', **story)
    assert is_met('"natural gas"~10', **story)


def test_words_inside_emphasis_are_words():
    assert is_said('"natural gas"', "na<strong>tural</strong> <em>gas</em>")


def test_a_field_looks_only_at_itself():
    story = {"headline": "Oil", "slugline": "GAS-OIL", "byline": "Anna Weber"}
    assert is_met("headline:oil slug:gas byline:weber", **story)
    assert not is_met("headline:gas", **story)
    assert not is_met("byline:oil", **story)


def test_a_topic_takes_in_what_is_narrower_and_not_what_is_broader():
    bonds = Subject(code="medtop:20000347", label="bonds", broader=("medtop:20000346",))
    assert is_met('topic:"macro economics"', topics=(bonds,))
    assert is_met("topic:20000346", topics=(bonds,))
    assert is_met("topic:bonds", topics=(bonds,))
    assert not is_met("topic:20000348", topics=(bonds,))
    broader = Subject(code="medtop:20000346", label="macro economics")
    assert not is_met("topic:bonds", topics=(broader,))


def test_a_company_is_found_by_name_and_by_everything_that_is_traded_of_it():
    paper = Instrument(isin="RU0007661625", ticker="GAZP", mic="MISX")
    company = Company(name="Gazprom PJSC", instruments=(paper,))
    for asked in ("gazprom", '"Gazprom PJSC"', "gazp", "GAZP.MISX", "ru0007661625", "gazpr*"):
        assert is_met(f"company:{asked}", companies=(company,))
    for asked in ("MISX", "Rosneft", "GAZP.XLON", '"PJSC Gazprom"'):
        assert not is_met(f"company:{asked}", companies=(company,))


def test_a_country_is_not_any_place():
    germany = Entity(name="Germany", code="country:DE")
    town = Entity(name="Germany, Texas", code="place:DE")
    assert is_met("country:de country:Germany", places=(germany,))
    assert not is_met("country:de OR country:germany", places=(town,))
    assert is_met("place:germany", places=(town,))


def test_a_correction_is_asked_as_one_or_as_its_kind():
    story = {"update_type": UpdateType.CORRECTION_FACT}
    assert is_met("update:correction update:correction_fact", **story)
    assert not is_met("update:correction_minor OR update:new", **story)


def test_days_end_at_midnight_in_utc():
    last = NOW.replace(hour=23, minute=59, second=59, microsecond=999_999)
    assert is_met("date:2026-11-24", at=last)
    assert is_met("date:today", at=last)
    assert not is_met("date:2026-11-24", at=last + timedelta(microseconds=1))
    assert is_met("date:2026-11-25", at=last + timedelta(microseconds=1))


def test_the_last_seven_days_begin_to_the_microsecond():
    assert is_met("date:last7d", at=NOW - timedelta(days=7))
    assert not is_met("date:last7d", at=NOW - timedelta(days=7, microseconds=1))
    assert is_met("date:last7d", at=NOW + timedelta(days=1))


def test_nothing_said_never_meets():
    document = Document(make_item(), NOW)
    assert not matches(Says("text", ()), document)
    assert not matches(Near("text", (), 3), document)
    assert not matches(Says("text", (("a", "b"),)), document)
    assert matches(Released(), document)


@pytest.mark.parametrize(
    "query",
    [
        " OR ".join(f'"{one} {other}"~0' for one in "abcdefghijklmnop" for other in "qrstuvwxyz"),
        " ".join(f"-q{number}*" for number in range(1000)),
        " OR ".join(f'"{letter} z{number}"' for letter in "abcdefgh" for number in range(100)),
    ],
    ids=["close words", "beginnings", "phrases"],
)
def test_a_query_of_a_thousand_parts_reads_a_long_story_once(query):
    text = " sea ".join("aqbrcsdteufvgwhxiyjzklmnop" * 800)
    document = Document(make_item(body=(Paragraph(text=text),)), NOW)
    document.stream("text")
    plan = compile_text(query, NOW)
    began_s = time.process_time()
    matches(plan, document)
    assert time.process_time() - began_s < 1.0
