"""A night of releases, with workers killed at any moment, rebuilds and a new epoch."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.wire.conftest import _fresh_database

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture
def run(tmp_path: Path):
    """Start a program of `restart_process` against one fresh database."""
    url, drop = _fresh_database(tmp_path)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.matching.restart_settings",
        "WIREROOM_DATA_DIR": str(tmp_path),
        "WIREROOM_DATABASE_URL": url,
    }

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.matching.restart_process", *arguments]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    yield start
    drop()


def finished(process: subprocess.Popen[str]) -> list[str]:
    lines, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return lines.splitlines()


def test_every_story_alerts_once_whatever_happens_to_the_workers(run) -> None:
    seed = random.randrange(2**32)
    moments = random.Random(seed)
    finished(run("prepare"))
    writer = run("write", "60")
    for turn in range(4):
        workers = [run("work"), run("work")]
        for worker in workers:
            worker.stdout.readline()
        time.sleep(moments.uniform(0.05, 0.6))
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
            worker.communicate(timeout=30)
        if turn % 2:
            finished(run("rebuild", "epoch" if turn == 1 else "cursor"))
    finished(writer)
    *alerts, head = finished(run("finish"))
    facts = [line.split() for line in alerts]
    for channel in ("screen", "email"):
        seqs = sorted(int(seq) for seq, by, _, _ in facts if by == channel)
        assert seqs == list(range(1, int(head) + 1)), f"missed or doubled (seed {seed})"
    assert len({person for *_, person in facts}) == 1
    assert sum(kind == "stop" for _, _, kind, _ in facts) == 2 * 12
