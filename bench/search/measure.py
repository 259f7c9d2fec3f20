"""Builds the three indexes, asks them, and compares what they find."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.common import machine, process
from bench.common.dialogue import Dialogue
from bench.release import databases
from bench.search.plan import Plan
from bench.search.questions import KINDS

OURS, FTS5, POSTGRESQL = "Wireroom", "SQLite FTS5", "PostgreSQL"
_KEYS = {OURS: "ours", FTS5: "fts5", POSTGRESQL: "postgresql"}
_ROOT = Path(__file__).resolve().parents[2]

Figures = dict[str, Any]


class Engine(Dialogue):
    """A worker with its engine (worker.py)."""

    def __init__(self, name: str, wire: int, stories: int, directory: Path, *address: str) -> None:
        """Start it, in a new directory below."""
        own = directory / f"engine-{_KEYS[name]}"
        own.mkdir()
        command = [sys.executable, "-m", "bench.search.worker", _KEYS[name]]
        env = {
            "PYTHONPATH": f"{_ROOT}:{_ROOT / 'src'}",
            "DJANGO_SETTINGS_MODULE": "wireroom.config.settings",
            "WIREROOM_DATA_DIR": str(own),
        }
        super().__init__(
            [*command, str(wire), str(stories), str(own), *address], core=None, env=env
        )
        self.listen()

    def memory_bytes(self) -> int:
        """Tell the memory of the process, with what it has mapped of its files."""
        return process.memory_bytes(process.tree(self._process.pid))


def run(plan: Plan, where: Path) -> Figures:
    """Measure everything in a new directory under `where`."""
    began = time.monotonic()
    with _directory(where) as directory, _engines(plan, directory) as engines:
        figures: Figures = {"machine": machine.describe(directory), "plan": plan}
        print(f".. indexing {plan.stories:,} stories", file=sys.stderr)
        figures["built"] = _build(engines)
        figures["asked"] = {kind: _ask(kind, engines, plan) for kind in KINDS}
        figures["memory_bytes"] = {name: e.memory_bytes() for name, e in engines.items()}
        print(".. counts compared, until searchable", file=sys.stderr)
        figures["counts"] = _compare(engines, plan)
        figures["searchable_ms"] = {
            name: engine.ask(f"append {plan.appended}") for name, engine in engines.items()
        }
    return figures | {"took_s": time.monotonic() - began}


@contextmanager
def _directory(where: Path) -> Iterator[Path]:
    with TemporaryDirectory(prefix="wireroom-bench-", dir=where) as name:
        yield Path(name)


@contextmanager
def _engines(plan: Plan, directory: Path) -> Iterator[dict[str, Engine]]:
    with ExitStack() as stack:
        engines = {
            name: stack.enter_context(Engine(name, plan.stories, plan.stories, directory))
            for name in (OURS, FTS5)
        }
        if databases.has_postgresql():
            server = stack.enter_context(databases.postgresql(directory))
            sizes = (plan.stories, plan.postgresql_stories)
            engine = Engine(POSTGRESQL, *sizes, directory, server.url)
            engines[POSTGRESQL] = stack.enter_context(engine)
        else:
            print("!! PostgreSQL is left out: it is not installed.", file=sys.stderr)
        yield engines


def _build(engines: Mapping[str, Engine]) -> Figures:
    """Build ours on one core, the others one after the other on the second."""

    def build(names: list[str]) -> Figures:
        return {name: engines[name].ask("build") for name in names}

    with ThreadPoolExecutor(2) as pool:
        both = pool.map(build, [[OURS], [name for name in engines if name != OURS]])
        return {name: figures for built in both for name, figures in built.items()}


def _ask(kind: str, engines: Mapping[str, Engine], plan: Plan) -> Figures:
    print(f".. {kind}", file=sys.stderr)
    return {
        name: engine.ask(
            f"ask {kind} {plan.questions if name == OURS else plan.questions_to_others}"
        )
        for name, engine in engines.items()
    }


def _compare(engines: Mapping[str, Engine], plan: Plan) -> Figures:
    """Compare counts in pairs, each pair over the stories that both have."""
    found = {"compared": 0, "different": 0, "answers": 0}
    others = [(OURS, FTS5, plan.stories), (FTS5, POSTGRESQL, plan.postgresql_stories)]
    for one, other, size in others:
        if one in engines and other in engines:
            wanted = f"counts {plan.compared} {size}"
            left, right = engines[one].ask(wanted), engines[other].ask(wanted)
            found["compared"] += len(left)
            found["different"] += sum(a != b for a, b in zip(left, right, strict=True))
            found["answers"] += sum(left)
    return found
