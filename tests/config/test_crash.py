"""kill -9 of everything, at random moments: what was acknowledged is there, and the wire holds."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress

import pytest

from tests.config.conftest import processes_of, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def test_acknowledged_releases_survive_the_killing_of_every_process(demo_house, tmp_path):
    house, dice = demo_house, random.Random()
    acknowledged: set[str] = set()
    for life in range(3):
        house.serve()
        ledger = tmp_path / f"life-{life}"
        with ledger.open("w") as file:
            writers = [
                subprocess.Popen(
                    [sys.executable, "-m", "tests.config.crash_writer", f"{life}-{number}"],
                    env=house.environment,
                    stdout=file,
                )
                for number in range(2)
            ]
        wait_for(lambda path=ledger: path.stat().st_size > 100, "the first releases")
        time.sleep(dice.uniform(0.2, 2.0))
        everybody = list(processes_of(house.data_dir))
        dice.shuffle(everybody)
        for pid in everybody:
            kill(pid)
        for process in (*writers, *house.running):
            process.wait()
        wait_for(lambda: not processes_of(house.data_dir), "silence", 15)
        acknowledged |= complete_lines(ledger.read_text())
        recovered = guids(house)
        assert acknowledged <= recovered
        verified = house.command("verify")
        assert verified.returncode == 0, verified.stdout
    assert len(acknowledged) > 20


def kill(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def complete_lines(text):
    return set(text[: text.rfind("\n") + 1].split())


def guids(house):
    with closing(sqlite3.connect(house.data_dir / "wireroom.sqlite3")) as file:
        return {guid for (guid,) in file.execute("SELECT guid FROM wire_logentry")}
