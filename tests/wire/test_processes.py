"""The wire among real processes: racing, and being killed."""

from __future__ import annotations

import random
import signal
import time

import pytest

pytestmark = pytest.mark.slow


def test_writers_race_and_no_reader_skips_or_repeats(processes) -> None:
    writers, each = 4, 25
    readers = [processes.start("read", str(writers * each)) for _ in range(2)]
    running = [processes.start("write", str(each), f"w{number}") for number in range(writers)]
    acknowledged = [line for w in running for line in w.communicate(timeout=120)[0].splitlines()]
    assert sorted(int(line.split()[0]) for line in acknowledged) == list(range(1, 101))
    for reader in readers:
        met, _ = reader.communicate(timeout=120)
        assert met.splitlines() == sorted(acknowledged, key=lambda line: int(line.split()[0]))
    assert processes.run("verify")[0] == "100"


def test_what_was_acknowledged_survives_kill_9_at_any_moment(processes) -> None:
    seed = random.randrange(2**32)
    moments = random.Random(seed)
    acknowledged: list[str] = []
    for round_number in range(6):
        writer = processes.start("write", "100000", f"r{round_number}")
        acknowledged.append(writer.stdout.readline().strip())
        time.sleep(moments.uniform(0, 0.15))
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate(timeout=30)
        acknowledged += [line for line in rest.splitlines() if len(line.split()) == 2]
    entries = int(processes.run("verify")[0])
    recovered = set(processes.run("read", str(entries)))
    assert set(acknowledged) <= recovered, f"lost acknowledged releases (seed {seed})"
    assert len(recovered) - len(acknowledged) <= 6, "more than the one in flight of each round"
