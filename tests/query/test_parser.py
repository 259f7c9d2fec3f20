"""Trees of queries, limits, and what happens to texts that are no queries."""

from __future__ import annotations

import sys
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.query.strategies import query_texts
from wireroom.query.ast import (
    And,
    Close,
    Empty,
    InField,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Word,
)
from wireroom.query.errors import QueryError
from wireroom.query.lexer import MOST_CHARACTERS
from wireroom.query.parser import DEEPEST, MOST_LEAVES, parse

A, B, C = Word("a"), Word("b"), Word("c")

TREES = (
    ("", Empty()),
    (" \n\u00a0\u200f", Empty()),
    ("a", A),
    ("a b", And((A, B))),
    ("a AND b", And((A, B))),
    ("a OR b", Or((A, B))),
    ("a b OR c", Or((And((A, B)), C))),
    ("a (b OR c)", And((A, Or((B, C))))),
    ("(a b) AND c", And((A, B, C))),
    ("a OR (b OR c)", Or((A, B, C))),
    ("((a))", A),
    ("-a", Not(A)),
    ("NOT a", Not(A)),
    ("a NOT b", And((A, Not(B)))),
    ("a AND NOT b", And((A, Not(B)))),
    ("a OR -b", Or((A, Not(B)))),
    ("NOT NOT a", A),
    ("--a", A),
    ("-(-a)", A),
    ("-(a b)", Not(And((A, B)))),
    ("a-b", Word("a-b")),
    ("(a)-b", And((A, Not(B)))),
    ("and or not", And((Word("and"), Word("or"), Word("not")))),
    ('"AND"', Phrase("AND")),
    ("headline:AND", InField("headline", Word("AND"))),
    ("“a b”", Phrase("a b")),
    ("„a b“", Phrase("a b")),
    ('"a b”', Phrase("a b")),
    (r'"a \" b \\ c"', Phrase(r'a " b \ c')),
    (r'"a \b"', Phrase(r"a \b")),
    ('a"b"c', And((A, Phrase("b"), C))),
    ("gas*", Prefix("gas")),
    ('"a b"~5', Close("a b", 5)),
    ('"a b" ~5', And((Phrase("a b"), Word("~5")))),
    ("headline:a", InField("headline", A)),
    ("HeadLine:a", InField("headline", A)),
    ("lang:en", InField("language", Word("en"))),
    ("headline:-a", Not(InField("headline", A))),
    ("-headline:a", Not(InField("headline", A))),
    ("headline:(-a)", Not(InField("headline", A))),
    ("headline:(a OR b)", InField("headline", Or((A, B)))),
    ("headline:(a -b)", InField("headline", And((A, Not(B))))),
    ('headline:"a b"', InField("headline", Phrase("a b"))),
    ('headline:-"a b"', Not(InField("headline", Phrase("a b")))),
    ('headline:"a b"~2', InField("headline", Close("a b", 2))),
    ("headline:ga*", InField("headline", Prefix("ga"))),
    ("12:30", Word("12:30")),
    ("http://x/y?z=1", Word("http://x/y?z=1")),
    ("AT&T", Word("AT&T")),
    ("lang\uff1aen", Word("lang\uff1aen")),
    ("headline:12:30", InField("headline", Word("12:30"))),
    ("topic:medtop:20000386", InField("topic", Word("medtop:20000386"))),
    ("company:GAZP.MOEX", InField("company", Word("GAZP.MOEX"))),
    ("genre:genre:Interview", InField("genre", Word("genre:Interview"))),
    ("place:country:DE", InField("place", Word("country:DE"))),
    ("topic:(medtop:1 OR medtop:2)", InField("topic", Or((Word("medtop:1"), Word("medtop:2"))))),
    ("urgency:<=3", Range("urgency", "", "3", low_included=False, high_included=True)),
    ("urgency:>3", Range("urgency", "3", "", low_included=False, high_included=False)),
    ("urgency:1..3", Range("urgency", "1", "3", low_included=True, high_included=True)),
    ("date:2026-11-01..", Range("date", "2026-11-01", "", low_included=True, high_included=False)),
    ("date:last7d", InField("date", Word("last7d"))),
)


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_a_text_becomes_a_tree(text, tree):
    assert parse(text) == tree


def test_a_tree_knows_where_it_was_written():
    text = 'gas  (-headline:"a b" OR oil*)'
    gas, either = parse(text).parts
    assert text[gas.start : gas.end] == "gas"
    assert [text[part.start : part.end] for part in either.parts] == ['-headline:"a b"', "oil*"]


def test_where_it_stands_is_no_part_of_what_a_tree_asks():
    assert parse("gas") == parse("   gas")
    assert hash(parse("gas OR oil")) == hash(parse(" gas  OR  oil "))
    assert parse("gas") != parse("Gas")
    assert parse("gas") != parse('"gas"')
    assert Word("gas") != Phrase("gas")


def fault(text):
    with pytest.raises(QueryError) as caught:
        parse(text)
    error = caught.value
    assert 0 <= error.at < error.at + error.length <= len(text)
    assert error.detail
    assert error.hint
    assert error.problem()["status"] == 400
    return text[error.at : error.at + error.length]


POINTED = (
    ('gas "oil', '"'),
    ("gas (oil", "("),
    ("gas oil)", ")"),
    ("gas ()", "()"),
    ("gas headline:( )", "( )"),
    ("AND gas", "AND"),
    ("gas OR", "OR"),
    ("gas AND OR oil", "OR"),
    ("(gas OR)", "OR"),
    ("gas NOT", "NOT"),
    ("gas -", "-"),
    ("gas - oil", "-"),
    ("gas (-)", "-"),
    ("headlin:gas", "headlin:"),
    ("medtop:20000386", "medtop:"),
    ("headline:", "headline:"),
    ("headline: gas", "headline:"),
    ("headline:(lang:en)", "lang:en"),
    ("headline:lang:en", "lang:en"),
    ("place:(country:DE)", "country:DE"),
    ("headline:<3", "<3"),
    ("lang:1..3", "1..3"),
    ("urgency:9", "9"),
    ("urgency:0", "0"),
    ("urgency:..", ".."),
    ("urgency:3..1", "3..1"),
    ("urgency:<=", "<="),
    ("date:2026-02-30", "2026-02-30"),
    ("date:2026-00", "2026-00"),
    ("date:24.11.2026", "24.11.2026"),
    ("date:1000", "1000"),
    ("date:last0d", "last0d"),
    ("date:last7d..", "last7d.."),
    ("date:2026-11..2026-10", "2026-11..2026-10"),
    ("gas g*", "g*"),
    ("gas *", "*"),
    ("ga*s", "*"),
    ("gas**", "*"),
    ('"natural ga*"', "*"),
    (r'"\" ga*"', "*"),
    ("RUSSIA-GA*", "RUSSIA-GA*"),
    ("topic:eco*", "eco*"),
    ("lang:*", "*"),
    ('topic:"a b"~2', "~2"),
    ('"gas price"~51', "~51"),
    ('"gas price"~', "~"),
    ('"gas price"~x', "~x"),
    ('"gas"~3', '"gas"~3'),
    ('"gas Gas"~3', '"gas Gas"~3'),
    ('"a b c d e f"~3', '"a b c d e f"~3'),
    ("gas $", "$"),
    ("gas ـ", "ـ"),
    ('gas ""', '""'),
    ('gas " – "', '" – "'),
    ("topic:$", "$"),
    ("update:deleted", "deleted"),
    ("gas\0", "\0"),
    ("gas\x1f", "\x1f"),
    ("gas\ud800", "\ud800"),
)


@pytest.mark.parametrize(("text", "wrong"), POINTED)
def test_an_error_points_at_what_is_wrong(text, wrong):
    assert fault(text) == wrong


@pytest.mark.parametrize("text", [text for text, _ in (*TREES, *POINTED)])
def test_while_a_query_is_typed_it_is_read_or_refused(text):
    for end in range(len(text)):
        read(text[:end])


def read(text):
    """Parse a text, and see that an error is one that can be shown."""
    with suppress(QueryError):
        return parse(text)
    fault(text)
    return None


_SIGNS = st.sampled_from(
    '"“”„()-:*~<>.=\\ \n ANDORNOTabc0123headline:lang:date:urgency:..last7d~5$é東ـ\0'
)


@given(st.text() | st.text(_SIGNS, max_size=30))
@settings(max_examples=500, deadline=None)
@example("headline:-")
@example('-"')
@example("date:²")
@example('"a b"~²')
@example("urgency:\uff13")
def test_any_text_is_read_or_refused(text):
    read(text)


@given(query_texts(), st.data())
def test_every_beginning_of_a_query_is_read_or_refused(text, data):
    read(text[: data.draw(st.integers(0, len(text)))])


def nested(depth):
    return "(" * depth + "gas" + ")" * depth


def test_parentheses_stand_in_each_other_only_so_deep():
    assert parse(nested(DEEPEST)) == Word("gas")
    assert fault(nested(DEEPEST + 1)) == "("
    assert fault("headline:" + nested(DEEPEST + 1)) == "("


def test_side_by_side_parentheses_are_not_deep():
    assert len(parse("(a b) OR " * 100 + "(c)").parts) == 101


@pytest.mark.parametrize("sign", ["-", "(", "NOT ", "headline:(", '"', "-(", "a OR ("])
def test_thousands_of_signs_do_not_blow_the_stack(sign):
    text = (sign * MOST_CHARACTERS)[: MOST_CHARACTERS - 1] + "a"
    read(text)


def test_a_query_has_only_so_many_leaves():
    assert len(parse("a " * MOST_LEAVES).parts) == MOST_LEAVES
    assert fault("a " * MOST_LEAVES + "last") == "last"
    assert fault("a " * MOST_LEAVES + "lang:en") == "en"


def test_a_query_has_only_so_many_characters():
    parse("a" * MOST_CHARACTERS)
    assert fault("a" * MOST_CHARACTERS + "bc") == "bc"


def steps(text):
    """Count the calls that reading a text takes, of Python's functions and of built-in ones."""
    count = 0

    def seen(frame, event, argument):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(seen)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return count


SHAPES = (
    *("gas{} ", "gas{} OR ", "-gas{} ", '"natural gas{}" ', '"gas{} price"~5 ', "headline:gas{} "),
    *("(gas{}) ", "gas{}* ", 'a{}"b"', "headline:(a{} OR b) ", "urgency:1..3 ", "date:2026-11 "),
    *("12:{} ", "((a{} b) OR c) ", "“a{}„"),
)


@pytest.mark.parametrize("shape", SHAPES)
def test_reading_takes_steps_in_proportion_to_the_text(shape):
    def text(count):
        return "".join(shape.format(number) for number in range(100, 100 + count))

    read(text(200))  # what is done only once
    assert steps(text(200)) <= 2.2 * steps(text(100))


@pytest.mark.parametrize(
    "sign", ["-", "NOT ", "\\", '"\\', "a-", "a:", "*", "~", "é", " ", "<", "."]
)
def test_steps_do_not_grow_faster_than_a_run_of_signs(sign):
    read(sign * 1000)
    assert steps(sign * 1000) <= 2.2 * steps(sign * 500) + 20


def test_a_long_unknown_field_is_not_compared_with_every_name():
    name = "a" * 9_000
    assert fault(f"{name}:x") == f"{name}:"
