"""Queries spelled the one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.strategies import NOW, PRODUCTS, query_texts
from wireroom.query.ast import And, InField, Not, Or, Range, Word
from wireroom.query.canonical import canonical
from wireroom.query.errors import QueryError
from wireroom.query.parser import parse
from wireroom.query.planning import plan

SPELLINGS = (
    ("", ""),
    ("  gas   AND  oil ", "gas oil"),
    ("gas NOT oil", "gas -oil"),
    ("(gas AND price) OR (oil)", "gas price OR oil"),
    ("(gas OR oil) AND price", "(gas OR oil) price"),
    ("NOT (gas OR oil)", "-(gas OR oil)"),
    ("“natural gas”", '"natural gas"'),
    (r'"a \" b"', r'"a \" b"'),
    ('"gas price" ~5', '"gas price" ~5'),
    ('"gas price"~05', '"gas price"~5'),
    ("LANGUAGE:en", "lang:en"),
    ("subject:economy", "topic:economy"),
    ("headline:-gas", "-headline:gas"),
    ("headline:((gas) OR (oil -price))", "headline:(gas OR oil -price)"),
    ("urgency:..3", "urgency:<=3"),
    ("urgency:3..", "urgency:>=3"),
    ("urgency:1..3", "urgency:1..3"),
    ("date:>=2026-11", "date:2026-11.."),
    ("date:<2026-11", "date:<2026-11"),
    ("urgency:(1 OR >=4)", "urgency:(1 OR >=4)"),
    ("12:30", "12:30"),
)


@pytest.mark.parametrize(("text", "spelled"), SPELLINGS)
def test_a_query_is_spelled_the_shortest_readable_way(text, spelled):
    assert canonical(parse(text)) == spelled


@given(query_texts())
def test_what_is_spelled_is_read_as_it_was(text):
    expr = parse(text)
    spelled = canonical(expr)
    assert parse(spelled) == expr
    assert canonical(parse(spelled)) == spelled


@given(st.text(st.sampled_from('ab12 "“\\*-:~().<>=ANDOR\nheadline:date:'), max_size=25))
def test_whatever_can_be_read_can_be_spelled(text):
    try:
        expr = parse(text)
    except QueryError:
        return
    assert parse(canonical(expr)) == expr


@pytest.mark.parametrize("text", ["AND", "lang:en", "a b", "-a", "(x", 'a"b', "Note:", "“a”"])
def test_words_that_nobody_wrote_bare_are_quoted(text):
    for expr in (Word(text), InField("headline", Or((Word(text), Word("x"))))):
        meant = plan(expr, NOW, PRODUCTS)
        assert plan(parse(canonical(expr)), NOW, PRODUCTS) == meant


def test_trees_that_nobody_wrote_keep_their_meaning():
    between = Range("urgency", "1", "4", low_included=False, high_included=False)
    assert canonical(between) == "(urgency:>1 urgency:<4)"
    inner = And((Word("a"), And((Word("b"), Word("c")))))
    assert parse(canonical(inner)) == And((Word("a"), Word("b"), Word("c")))
    assert parse(canonical(Not(Not(Word("a"))))) == Word("a")
    assert canonical(InField("headline", Not(Word("a")))) == "headline:(-a)"
