"""What dies is started again; what is told to stop stops; nobody is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.config.conftest import wait_for
from tests.config.test_kin import alive

PROGRAM = """
import sys
from wireroom.config.supervisor import Job, Supervisor
shell = lambda name, text: Job(name=name, argv=("sh", "-c", text))
jobs = [shell(*pair.split("=", 1)) for pair in sys.argv[1:]]
say = lambda text: print(text, flush=True)
sys.exit(Supervisor(jobs, say=say, on_ready=lambda: say("ready")).run())
"""


class Run:
    """A supervisor in a process of its own."""

    def __init__(self, log: Path, *jobs: str) -> None:
        self.log = log
        with log.open("w") as file:
            command = [sys.executable, "-c", PROGRAM, *jobs]
            self.process = subprocess.Popen(command, stdout=file, stderr=file)

    def said(self, words: str, times: int = 1) -> bool:
        return self.log.read_text().count(words) >= times

    def wait_for(self, words: str, times: int = 1) -> None:
        wait_for(lambda: self.said(words, times), f"{words!r} in {self.log.read_text()}", 20)

    def pids(self, name: str) -> list[int]:
        lines = self.log.read_text().splitlines()
        started = [line for line in lines if line.startswith(f"{name}: started")]
        return [int(line.rpartition(" ")[2].rstrip(")")) for line in started]


@pytest.fixture
def run(tmp_path):
    made = []

    def make(*jobs):
        made.append(Run(tmp_path / "log", *jobs))
        return made[-1]

    yield make
    for each in made:
        each.process.kill()
        each.process.wait()


def test_a_killed_child_is_started_again_and_the_others_are_left_alone(run):
    supervisor = run("a=exec sleep 60", "b=exec sleep 60")
    supervisor.wait_for("started", 2)
    os.kill(supervisor.pids("a")[0], signal.SIGKILL)
    supervisor.wait_for("a: started", 2)
    assert supervisor.said("a: ended by SIGKILL; starts again in 0.2 s")
    assert len(supervisor.pids("b")) == 1


def test_a_child_that_dies_young_is_started_ever_less_often(run):
    supervisor = run("a=exit 3")
    supervisor.wait_for("exit code 3", 4)
    text = supervisor.log.read_text()
    assert all(f"starts again in {pause} s" in text for pause in ("0.2", "0.4", "0.8", "1.6"))


def test_a_program_that_is_not_there_is_said_and_does_not_end_the_others(run, tmp_path):
    program = PROGRAM.replace('("sh", "-c", text)', "(text,)")
    with (tmp_path / "log2").open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", program, "a=/no/such/program"], stdout=file, stderr=file
        )
    wait_for(lambda: "cannot start" in (tmp_path / "log2").read_text(), "the message", 20)
    process.terminate()
    assert process.wait(10) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_stop_it_stops_all_and_ends_well(run, number):
    supervisor = run("a=exec sleep 60", "b=trap 'exit 0' TERM; while :; do sleep 0.1; done")
    supervisor.wait_for("ready")
    time.sleep(0.3)
    children = [*supervisor.pids("a"), *supervisor.pids("b")]
    supervisor.process.send_signal(number)
    assert supervisor.process.wait(10) == 0
    assert supervisor.said("b: ended with exit code 0")
    assert not any(alive(pid) for pid in children)


def test_who_does_not_stop_is_killed_within_ten_seconds_and_that_is_told(run):
    supervisor = run("deaf=trap '' TERM; while :; do sleep 0.1; done")
    supervisor.wait_for("ready")
    time.sleep(0.5)
    began_s = time.monotonic()
    supervisor.process.terminate()
    assert supervisor.process.wait(12) == 1
    assert time.monotonic() - began_s < 10
    assert not alive(supervisor.pids("deaf")[0])


def test_grandchildren_go_with_a_child_that_was_killed(run, tmp_path):
    note = tmp_path / "pid"
    supervisor = run(f"a=sleep 61 & echo $! > {note}; wait")
    wait_for(note.exists, "the grandchild", 20)
    grandchild = int(wait_for(lambda: note.read_text().strip(), "its number", 5))
    os.kill(supervisor.pids("a")[0], signal.SIGKILL)
    wait_for(lambda: not alive(grandchild), "the grandchild to go", 5)


def test_children_go_when_the_supervisor_is_killed(run):
    supervisor = run("a=exec sleep 60")
    supervisor.wait_for("ready")
    supervisor.process.kill()
    supervisor.process.wait()
    wait_for(lambda: not alive(supervisor.pids("a")[0]), "the child to go", 5)
