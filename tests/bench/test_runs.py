"""Each benchmark once, as small as it goes: the figures mean nothing, the faults must be none."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def run(program, *options):
    command = [sys.executable, str(ROOT / "bench" / program / "run.py"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=200)


def results(directory, name):
    return json.loads(next(directory.glob(f"{name}-*.json")).read_text())


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler (cc)")
def test_the_push_benchmark_runs_and_loses_nothing(tmp_path):
    told = run("push", "--streams", "50", "--rounds", "1", "--results", str(tmp_path)).stdout

    figures = results(tmp_path, "push")
    assert figures["left_out"] == []
    for faults in figures["fan_out"][0]["faults"].values():
        assert not any(faults.values())
    assert figures["sustained"]["wireroom"]["lost"] == 0
    assert figures["reconnects"]["faults"]["duplicates"] == 0
    assert "| wireroom" in told


def test_the_release_benchmark_runs_and_an_append_is_one_sync(tmp_path):
    only = ("--what", "release", "--databases", "SQLite")
    run("release", "--quick", *only, "--results", str(tmp_path))

    figures = results(tmp_path, "release")["results"]["SQLite"]["release"]
    assert figures["p50_ms"] > 0
    if shutil.which("strace"):
        assert 1 <= figures["syncs_each"] <= 2
