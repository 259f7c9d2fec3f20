"""The matching benchmark runs to its end, and every engine finds the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bench.match import __main__ as program
from bench.match import goals, measure
from bench.match.plan import COMPLETE, custom

ROOT = Path(__file__).resolve().parents[2]


def figures(plan=COMPLETE, *, ms=1.0, memory_mb=100, engines=("compiled", "numpy")):
    figures = {
        "match": {"p99": ms},
        "memory_mb": memory_mb,
        "changes": {"add": {"p99": 0.2}},
        "load_s": 0.5,
    }
    return {"plan": plan} | dict.fromkeys(engines, figures)


def met(found):
    return [goal.met for goal in goals.judge(found)]


def test_goals_are_met_up_to_their_limit_and_hold_for_a_million_queries_only():
    assert met(figures(ms=1.2, memory_mb=120)) == [True] * 5
    assert met(figures(ms=1.3, memory_mb=121)) == [False, True, False, True, True]
    assert met(figures(ms=6.1, engines=["numpy"])) == [False]
    assert met(figures(custom(50_000))) == []


def test_without_corpora_it_says_what_to_set_and_is_no_failure(monkeypatch, capsys):
    monkeypatch.delenv("WIREROOM_SHARED_DATA", raising=False)
    assert program.main([]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "WIREROOM_SHARED_DATA" in line


def test_without_mokaccino_the_rest_is_measured(monkeypatch, capsys):
    monkeypatch.setattr(measure.peer, "is_installed", lambda: False)
    assert measure._peers() == ()
    (line,) = capsys.readouterr().err.splitlines()
    assert "mokaccino" in line


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_matching_benchmark_runs_and_the_engines_agree(tmp_path, shared_data):
    program = str(ROOT / "bench" / "match" / "run.py")
    options = ["--queries", "5000", "--results", str(tmp_path), "--directory", str(tmp_path)]
    told = subprocess.run(
        [sys.executable, program, *options],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"WIREROOM_SHARED_DATA": str(shared_data)},
    ).stdout
    found = json.loads(next(tmp_path.glob("match-*.json")).read_text())
    assert found["numpy"]["found"]["mean"] > 0
    assert "numpy" in told
    ours = [found[name] for name in ("compiled", "numpy", "peer") if name in found]
    assert len({one["digest"] for one in ours}) == 1
