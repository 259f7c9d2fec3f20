"""`wireroom query`: what a query means, and whether all engines answer it alike."""

from __future__ import annotations

import json

import pytest

from wireroom.config import engines
from wireroom.config.cli import main

GAS = {
    "guid": "urn:uuid:1",
    "version": 2,
    "language": "en",
    "headline": "Gas prices rise",
    "released_at": "2026-11-24T10:00:00Z",
    "level": "full",
}
BANK = {"guid": "urn:uuid:2", "version": 1, "language": "en", "headline": "Bank waits"}


@pytest.fixture
def items(tmp_path):
    file = tmp_path / "items.jsonl"
    file.write_text("\n".join(map(json.dumps, (GAS, BANK))), encoding="utf-8")
    return file


def test_it_says_what_a_query_means(capsys):
    assert main(["query", "headline:gas   AND -bank"]) == 0
    spelled, said, _ = capsys.readouterr().out.splitlines()
    assert spelled == "headline:gas -bank"
    assert said.startswith("stories")


def test_it_points_at_a_mistake(capsys):
    assert main(["query", "gas OR"]) == 1
    _, pointer, detail = capsys.readouterr().err.splitlines()
    assert pointer == "    ^^"
    assert "OR" in detail


def test_it_names_the_items_that_meet_it_and_why_and_no_others(items, capsys):
    assert main(["query", "gas price", "--items", str(items)]) == 0
    out, err = capsys.readouterr()
    assert "urn:uuid:1 v2 Gas prices rise\n    text: Gas, text: prices" in out
    assert "urn:uuid:2" not in out
    assert err.startswith("1 of 2 items; engines asked: predicate, matcher (numpy)")


def test_it_fails_when_engines_disagree(items, capsys, monkeypatch):
    monkeypatch.setattr(engines, "_indexed", lambda *_: iter([1]))
    assert main(["query", "gas", "--items", str(items)]) == 1
    assert "index answers otherwise: [0, 1]" in capsys.readouterr().err


@pytest.mark.parametrize("line", ['{"guid": 1}', "no json", "[]"])
def test_a_file_of_something_else_is_refused_with_the_line(tmp_path, capsys, line):
    file = tmp_path / "items.jsonl"
    file.write_text(f"{json.dumps(BANK)}\n{line}\n", encoding="utf-8")
    assert main(["query", "gas", "--items", str(file)]) == 1
    assert "line 2" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_one_line(tmp_path, capsys):
    assert main(["query", "gas", "--items", str(tmp_path / "none")]) == 1
    assert "cannot be read" in capsys.readouterr().err
