"""The reference page of the query language, executed."""

from __future__ import annotations

import re

import pytest

from tests.docs.reading import REFERENCE, code
from tests.query.strategies import NOW, PRODUCTS
from wireroom.query.errors import QueryError
from wireroom.query.fields import FIELDS
from wireroom.query.leaves import MOST_CLOSE_WORDS, SHORTEST_BEGINNING, WIDEST_GAP
from wireroom.query.lexer import MOST_CHARACTERS
from wireroom.query.parser import DEEPEST, MOST_LEAVES, parse
from wireroom.query.planning import compile_text
from wireroom.query.words import words

PAGE = (REFERENCE / "query-language.md").read_text(encoding="utf-8")


def rows(title):
    """The cells of the table that has this line at its head."""
    table = PAGE.partition(f"\n{title}\n")[2].partition("\n\n")[0]
    return [
        tuple(cell.strip() for cell in line.strip("|").split(" | "))
        for line in table.splitlines()[1:]
    ]


def spans(cell):
    return re.findall(r"`([^`]+)`", cell)


def one(cell):
    (found,) = spans(cell)
    return found


SAID = [(one(query), said) for query, said in rows("| you write | you get stories that |")]
DATED = [(one(query), said) for query, said in rows("| you write | you get stories |")]
ERRORS = [
    (one(query), one(at), said)
    for query, at, said in rows("| you write | it points at | and says |")
]
DESKS = [one(query) for _, query in rows("| for | query |")]


@pytest.mark.parametrize(("query", "said"), SAID)
def test_words_mean_what_the_page_says(query, said):
    assert words(parse(query)) == f"stories that {said}"


@pytest.mark.parametrize(("query", "said"), DATED)
def test_numbers_and_dates_mean_what_the_page_says(query, said):
    assert words(parse(query)) == f"stories {said}"


@pytest.mark.parametrize("query", DESKS)
def test_queries_of_desks_are_queries(query):
    compile_text(query, NOW, PRODUCTS)


@pytest.mark.parametrize(("query", "at", "said"), ERRORS)
def test_errors_point_and_say_what_the_page_says(query, at, said):
    with pytest.raises(QueryError) as caught:
        compile_text(query, NOW, PRODUCTS)
    error = caught.value
    assert query[error.at : error.at + error.length] == at
    assert f"{error.detail} {error.hint}" == said


def test_fields_are_those_of_the_table():
    listed = [
        (spans(names), text, spans(examples))
        for names, text, examples in rows("| field | asks for | examples |")
    ]
    assert listed == [
        ([field.name, *field.aliases], field.help, list(field.examples)) for field in FIELDS
    ]


def test_values_of_choices_are_all_named():
    named = set(code(PAGE))
    for field in FIELDS:
        if field.kind in {"choice", "number"}:
            assert set(field.values) <= named, field.name


def test_the_limits_are_those_of_the_parser():
    assert f"at most {MOST_CHARACTERS:,} characters and {MOST_LEAVES:,} words" in PAGE
    assert f"at most {DEEPEST} deep" in PAGE
    assert f"from 0 to {WIDEST_GAP}" in PAGE
    assert (SHORTEST_BEGINNING, MOST_CLOSE_WORDS) == (2, 5)
    assert "at least two letters" in PAGE
    assert "two to five different words" in PAGE


def test_the_first_example_is_said_as_the_page_says():
    said = words(parse('topic:economy (gas OR "natural gas") -sport lang:en urgency:<=3'))
    assert said in " ".join(PAGE.split())
