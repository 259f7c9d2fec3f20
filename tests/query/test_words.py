"""Queries in plain English."""

from __future__ import annotations

import random
from itertools import permutations, product

import pytest
from hypothesis import given

from tests.query.strategies import query_texts
from wireroom.query.ast import And, Not, Or
from wireroom.query.canonical import canonical
from wireroom.query.parser import parse
from wireroom.query.words import words

SAID = (
    ("", "all stories"),
    ("gas", "stories that mention gas"),
    ('"natural gas"', "stories that mention “natural gas”"),
    ("RUSSIA-GAS", "stories that mention “RUSSIA-GAS”"),
    ("gas*", "stories that mention words that begin with “gas”"),
    ('"gas price"~5', "stories that mention “gas price” in any order at most 5 words apart"),
    ('"gas price"~1', "stories that mention “gas price” in any order at most 1 word apart"),
    ("gas oil", "stories that mention gas and oil"),
    ("gas OR oil", "stories that mention gas or oil"),
    ("gas and oil", "stories that mention gas and the word “and” and oil"),
    ("gas or oil", "stories that mention gas and the word “or” and oil"),
    ("-sport", "stories that do not mention sport"),
    ("-sport -golf", "stories that do not mention sport or golf"),
    ("-(gas oil)", "stories that do not mention (gas and oil)"),
    ("gas -sport -golf", "stories that mention gas but not sport and not golf"),
    ("gas OR -sport", "stories that mention gas or (not sport)"),
    ("gas price OR oil -sport", "stories that mention (gas and price) or (oil but not sport)"),
    ("(gas OR oil) -sport", "stories that mention gas or oil but not sport"),
    ("gas OR (oil -sport)", "stories that mention gas or (oil but not sport)"),
    (
        'topic:economy AND (gas OR "natural gas") -sport lang:en urgency:<=3',
        (
            "stories in English about economy, of urgency 1 to 3, "
            "that mention gas or “natural gas” but not sport"
        ),
    ),
    ("lang:en topic:economy gas", "stories in English about economy that mention gas"),
    ("topic:20000386", "stories about commodity market"),
    ("topic:(economy -politics)", "stories about economy but not politics"),
    ("topic:(gas OR oil) topic:bonds", "stories (about gas or oil) and about bonds"),
    ("-lang:ru gas", "stories not in Russian, that mention gas"),
    ("lang:xx", "stories in xx"),
    ("headline:(gas OR oil)", "stories with gas or oil in the headline"),
    ("-headline:gas", "stories without gas in the headline"),
    ("-headline:(gas oil)", "stories not with gas and oil in the headline"),
    ("text:gas", "stories with gas in the text"),
    ('byline:"Anna Weber"', "stories with “Anna Weber” in the byline"),
    ("company:GAZP", "stories on the company GAZP"),
    ("place:(Kyiv OR Odesa)", "stories on the place Kyiv or Odesa"),
    ("country:DE", "stories on the country DE"),
    ("genre:Interview", "stories of the genre Interview"),
    ("urgency:flash", "stories of urgency 1 (flash)"),
    ("urgency:3", "stories of urgency 3"),
    ("urgency:>=3", "stories of urgency 3 to 8"),
    ("urgency:<2", "stories of urgency 1"),
    ("urgency:<1", "stories of urgency that does not exist"),
    ("update:correction_fact", "stories with the update correction fact"),
    ("date:today", "stories released today"),
    ("date:last7d", "stories released in the last 7 days"),
    ("date:last1h", "stories released in the last 1 hour"),
    ("date:2026-11-24", "stories released on 24 November 2026"),
    ("date:2026-11", "stories released in November 2026"),
    ("date:2026", "stories released in 2026"),
    ("date:2026-11-01..", "stories released from 1 November 2026 on"),
    ("date:..2026-11", "stories released up to November 2026"),
    ("date:>2026", "stories released after 2026"),
    ("date:<yesterday", "stories released before yesterday"),
    ("date:2026-10..2026-11-15", "stories released from October 2026 to 15 November 2026"),
    ("product:energy", "stories covered by the product energy"),
    ("lang:en OR topic:bonds", "stories either in English or about bonds"),
    ("gas OR lang:en oil", "stories either that mention gas or (in English and that mention oil)"),
    ("-(lang:en OR lang:de)", "stories not (either in English or in German)"),
)


@pytest.mark.parametrize(("text", "said"), SAID)
def test_a_query_is_said_in_words(text, said):
    assert words(parse(text)) == said


def test_labels_name_codes():
    labels = {"medtop:1": "gas trade", "own:x": "our topic", "GAZP": "Gazprom"}
    assert (
        words(parse("topic:1 company:GAZP"), labels)
        == "stories about gas trade, on the company Gazprom"
    )
    assert words(parse("topic:own:x"), labels) == "stories about our topic"
    assert words(parse("topic:own:x")) == "stories about own:x"


@given(query_texts())
def test_every_query_is_said_in_words(text):
    said = words(parse(text))
    assert said == "all stories" or said.startswith("stories ")
    assert "  " not in said.replace("\n", " ").replace("\u00a0", " ") or "  " in text


ATOMS = ("gas", "oil", "lang:en", "topic:bonds")
LEAVES = [*ATOMS, *(f"-{atom}" for atom in ATOMS)]


def joined(one, other):
    return [f"({one} {other})", f"({one} OR {other})", f"-({one} {other})", f"-({one} OR {other})"]


def trees():
    """Queries of two to four leaves: all small ones, and a part of the larger."""
    small = [tree for one, other in permutations(LEAVES, 2) for tree in joined(one, other)]
    yield from LEAVES
    yield from small
    chance = random.Random(0)
    for tree in small:
        for other in (chance.choice(LEAVES), chance.choice(small)):
            yield from joined(tree, other)
            yield from joined(other, tree)


def truth(expr, true):
    match expr:
        case And(parts=parts):
            return all(truth(part, true) for part in parts)
        case Or(parts=parts):
            return any(truth(part, true) for part in parts)
        case Not(part=part):
            return not truth(part, true)
        case _:
            return canonical(expr) in true


def table(expr):
    """What a query says of every state of its atoms."""
    states = product([False, True], repeat=len(ATOMS))
    return [
        truth(expr, {atom for atom, is_true in zip(ATOMS, state, strict=True) if is_true})
        for state in states
    ]


def test_queries_that_mean_different_things_are_said_differently():
    said = {}
    for text in trees():
        expr = parse(text)
        known = said.setdefault(words(expr), expr)
        assert known is expr or table(known) == table(expr), (canonical(known), text)


def test_values_of_a_field_that_mean_different_things_are_said_differently():
    said = {}
    for one, other, third in product(["a", "b", "-a", "-b"], repeat=3):
        for text in (
            f"({one} {other}) OR {third}",
            f"{one} ({other} OR {third})",
            f"{one} {other} {third}",
            f"{one} OR {other} OR {third}",
            f"-({one} OR {other}) {third}",
            f"-({one} {other}) OR {third}",
        ):
            expr = parse(f"headline:({text})")
            facts = [_in_headline(expr, true) for true in ((), ("a",), ("b",), ("a", "b"))]
            known, meaning = said.setdefault(words(expr), (text, facts))
            assert meaning == facts, (known, text, words(expr))


def _in_headline(expr, true):
    if isinstance(expr, Not):
        return not _in_headline(expr.part, true)
    return truth(expr.value, true)
