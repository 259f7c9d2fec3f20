"""The table of fields holds together."""

from __future__ import annotations

import pytest

from tests.query.strategies import NOW, PRODUCTS
from wireroom.query.document import SCOPES
from wireroom.query.fields import FIELDS, NAMES, field_of
from wireroom.query.parser import parse
from wireroom.query.planning import compile_text
from wireroom.query.words import words


def test_no_two_fields_share_a_name():
    assert len(NAMES) == len(set(NAMES))
    assert all(name == name.lower() for name in NAMES)


def test_every_scope_of_words_is_a_field_with_words():
    assert {field.name for field in FIELDS if field.has_words} == set(SCOPES)


def test_a_field_is_found_by_any_of_its_names_in_any_letters():
    assert field_of("LANG") is field_of("language")
    assert field_of("nothing") is None


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_examples_and_values_of_a_field_are_queries(field):
    examples = [*field.examples, *(f"{field.name}:{value}" for value in field.values)]
    for example in examples:
        compile_text(example, NOW, PRODUCTS)
        assert words(parse(example)).startswith("stories ")
    assert field.help
    assert field.examples
