"""Durable releases, round by round beside the disk."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.common import ready
from bench.common.dialogue import Dialogue
from bench.common.figures import Spread, at, ratios
from bench.release import databases
from bench.release.databases import Database

Use = Callable[..., AbstractContextManager[Database]]
_ROOT = Path(__file__).resolve().parents[2]
KINDS = ("release", "flash")
_WARM_UP = 10
_COUNTED = 50


@dataclass(frozen=True)
class Plan:
    """How much is measured for each database."""

    rounds: int
    releases: int
    """In each round; the disk is synced as often beside them."""
    what: tuple[str, ...] = KINDS


@dataclass(frozen=True)
class Releases:
    """What one kind of release costs on one database."""

    per_s: float
    p50_ms: float
    p99_ms: float
    to_disk: Spread | None
    """The median release of each round over the median sync of the same round."""
    disk_p50_ms: float
    syncs_each: float | None
    """fsync and fdatasync calls of all processes for one release; None without strace."""


class Worker(Dialogue):
    """The process that releases (worker.py)."""

    def __init__(self, directory: Path, database: Database, log: Path | None = None) -> None:
        """Start it, on any core: it waits for the disk. `log` has its syncs traced into it."""
        command = ready.command("bench.release.worker")
        env = {
            "PYTHONPATH": f"{_ROOT}:{_ROOT / 'src'}",
            "WIREROOM_DATA_DIR": str(directory),
            "WIREROOM_DATABASE_URL": database.url,
        }
        super().__init__(databases.traced(command, log) if log else command, core=None, env=env)
        self.listen()

    def times_ms(self, what: str, repetitions: int) -> list[float]:
        """Have something done so many times; give the milliseconds of each."""
        times: list[float] = self.ask(f"{what} {repetitions}")
        return times


def run(use: Use, plan: Plan, where: Path) -> tuple[str, dict[str, Releases]]:
    """Measure one database in a new directory under `where`; give its name and the figures."""
    with _directory(where) as directory:
        with use(directory) as database, Worker(directory, database) as worker:
            rounds = {what: _rounds(worker, what, plan) for what in plan.what}
            name = database.name
        syncs = _count_syncs(use, plan, directory) if databases.can_count() else {}
    return name, {what: _summary(*rounds[what], syncs.get(what)) for what in plan.what}


@contextmanager
def _directory(where: Path) -> Iterator[Path]:
    with TemporaryDirectory(prefix="wireroom-bench-", dir=where) as name:
        yield Path(name)


def _rounds(worker: Worker, what: str, plan: Plan) -> tuple[list[list[float]], list[list[float]]]:
    worker.times_ms(what, _WARM_UP)
    times: list[list[float]] = []
    disk: list[list[float]] = []
    for _ in range(plan.rounds):
        disk.append(worker.times_ms("sync", plan.releases))
        times.append(worker.times_ms(what, plan.releases))
    return times, disk


def _summary(times: list[list[float]], disk: list[list[float]], syncs: float | None) -> Releases:
    every = [ms for one_round in times for ms in one_round]
    return Releases(
        per_s=1000 * len(every) / sum(every),
        p50_ms=statistics.median(every),
        p99_ms=at(every, 0.99),
        to_disk=ratios([statistics.median(r) for r in times], [statistics.median(r) for r in disk]),
        disk_p50_ms=statistics.median(ms for one_round in disk for ms in one_round),
        syncs_each=syncs,
    )


def _count_syncs(use: Use, plan: Plan, directory: Path) -> dict[str, float]:
    """Release under strace, apart from the timed rounds, which it would slow."""
    with use(directory, counted=True) as database:
        own = directory / "syncs-worker.log"
        logs = [own, database.sync_log] if database.sync_log else [own]
        with Worker(directory, database, own) as worker:
            counts = {}
            for what in plan.what:
                worker.times_ms(what, _WARM_UP)
                before = _lines(logs)
                worker.times_ms(what, _COUNTED)
                counts[what] = (_lines(logs) - before) / _COUNTED
            return counts


def _lines(logs: list[Path]) -> int:
    """Count the syncs written so far; a call interrupted by another thread's takes two lines."""
    time.sleep(0.1)
    return sum(
        sum("sync(" in line for line in log.read_text().splitlines())
        for log in logs
        if log.exists()
    )
