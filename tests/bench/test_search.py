"""The search benchmark asks every engine the same, and of the same stories."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bench.common.corpus import Material, NoCorpora, load
from bench.search import boolean, goals
from bench.search.__main__ import main
from bench.search.boolean import And, Formula, Leaf, No, Or
from bench.search.questions import KINDS, Questions
from bench.search.readers import readers
from bench.search.stories import Wire
from hypothesis import given
from hypothesis import strategies as st

from wireroom.customers.policy import Level, judge
from wireroom.formats.projection import FULL, HEADLINE, project
from wireroom.query.document import Document
from wireroom.query.plan import EVERYTHING, NOTHING, All, Any, Has, Node, Not, Says
from wireroom.query.planning import compile_text
from wireroom.query.predicate import matches

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SYLLABLES = ["ba", "do", "fe", "gi", "ho", "ka", "lu", "me", "ni", "po", "ru", "sa", "te", "vi"]
WORDS = [one + two + three for one in SYLLABLES for two in SYLLABLES for three in "lnrs"]
MATERIAL = [
    Material(
        f"Ministry of {WORDS[40 * n]} talks about data",
        tuple(
            f"The data of {' '.join(WORDS[at : at + 4])} rose in the quarter."
            for at in range(40 * n, 40 * n + 40, 4)
        ),
    )
    for n in range(20)
]
WIRE = Wire(MATERIAL, 50)

leaves = st.sampled_from(
    [
        Has(("urgency=4",)),
        Has(("genre=genre:Current",)),
        Says("text", (("data",),)),
        EVERYTHING,
        NOTHING,
    ]
)
plans: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, max_size=3).map(lambda parts: Any(tuple(parts)))
        | inner.map(Not)
    ),
    max_leaves=6,
)


def holds(formula: Formula, sides: dict[int, Document]) -> bool:
    """Ask a formula plainly."""
    match formula:
        case bool():
            return formula
        case Leaf(level=level, node=node):
            return matches(node, sides[level])
        case And(parts=parts):
            return all(holds(part, sides) for part in parts)
        case Or(parts=parts):
            return any(holds(part, sides) for part in parts)
        case No(part=part):
            return not holds(part, sides)


@given(plans, plans, plans, st.integers(1, 50))
def test_a_formula_says_what_query_and_rights_say(plan, full, headline, seq):
    release = WIRE.story(seq)
    sides = {
        level: Document(project(release.item, level), release.released_at)
        for level in (FULL, HEADLINE)
    }
    headline = Any((full, headline))
    whole = sides[FULL]
    level = FULL if matches(full, whole) else HEADLINE if matches(headline, whole) else 0

    formula = boolean.with_rights(plan, full, headline)

    assert holds(formula, sides) == bool(level and matches(plan, sides[level]))


def test_the_same_number_is_the_same_story_and_time_only_grows():
    other = Wire(MATERIAL, 50)
    stories = list(WIRE.stories())
    assert stories == [other.story(seq) for seq in range(1, 51)]
    assert len({story.guid for story in stories}) == 50
    assert sorted(stories, key=lambda story: story.released_at) == stories


@pytest.mark.parametrize("kind", KINDS)
def test_questions_are_queries_the_same_for_everybody_and_find_something(kind):
    asked = Questions(WIRE).draw(kind, 10)
    assert asked == Questions(WIRE).draw(kind, 10)
    documents = [Document(story.item, story.released_at) for story in WIRE.stories()]
    found = [
        any(matches(compile_text(each.text, NOON), document) for document in documents)
        for each in asked
    ]
    assert any(found)


def test_the_three_readers_read_all_some_with_headlines_and_little():
    wire = Wire(MATERIAL, 200)
    levels = [
        {judge(reader, [story], boolean.LATER).level for story in wire.stories()}
        for reader in readers(wire)
    ]
    assert levels == [{Level.FULL}, {Level.HEADLINE, Level.FULL}, {Level.NONE, Level.FULL}]


def test_without_corpora_it_says_what_to_set(monkeypatch):
    monkeypatch.delenv("WIREROOM_SHARED_DATA", raising=False)
    with pytest.raises(NoCorpora, match="WIREROOM_SHARED_DATA"):
        load()


def test_without_corpora_the_run_is_skipped_and_the_next_one_goes_on(monkeypatch, capsys):
    monkeypatch.delenv("WIREROOM_SHARED_DATA", raising=False)
    assert main([]) == 0
    assert "skipped" in capsys.readouterr().out


def figures(ms: float, stories: int = 1_000_000):
    asked = {kind: {"Wireroom": [{"cpu_ms": ms}] * 3} for kind in KINDS}
    return {
        "built": {"Wireroom": {"stories": stories}},
        "asked": asked,
        "searchable_ms": {"Wireroom": [ms] * 3},
    }


def test_goals_are_met_up_to_their_limit_and_hold_for_a_million_stories_only():
    assert [goal.met for goal in goals.judge(figures(4.0))] == [True] * 5
    assert [goal.met for goal in goals.judge(figures(5.5))] == [False, False, True, True, True]
    assert goals.judge(figures(4.0, stories=100_000)) == []


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_search_benchmark_runs_and_the_engines_agree(tmp_path, shared_data):
    program = str(ROOT / "bench" / "search" / "run.py")
    options = ["--stories", "1000", "--results", str(tmp_path)]
    told = subprocess.run(
        [sys.executable, program, *options],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"WIREROOM_SHARED_DATA": str(shared_data)},
    ).stdout
    found = json.loads(next(tmp_path.glob("search-*.json")).read_text())
    assert found["counts"]["compared"] > 0
    assert found["counts"]["answers"] > 0
    assert found["counts"]["different"] == 0
    assert "Wireroom" in told
