"""One engine in a process of its own, so that its memory and its time can be told from others'.

    python -m bench.search.worker ENGINE WIRE STORIES DIRECTORY [ADDRESS OF POSTGRESQL]

indexes the first STORIES of a wire of WIRE stories.

Each line on stdin is a command and is answered with a line of JSON.

    build           index them
    ask KIND N      put N questions of a kind for each reader; milliseconds of processor and clock
    counts N SIZE   count what some questions find among the first SIZE stories
    append N        add N stories one by one; milliseconds until each is found
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from bench.common import corpus
from bench.search.prepared import prepare
from bench.search.questions import Question, Questions
from bench.search.readers import products, readers
from bench.search.stories import Released, Wire

_BATCH = 1_000
_ALL_EXPRESS = ("newest", "phrase", "count")
"""Kinds whose questions every engine can count."""
_WARM_UP = 5


class Worker:
    """Obeys."""

    def __init__(self, engine: Any, wire: Wire, size: int, directory: Path) -> None:
        """Take an empty engine, the wire, and how much of it is indexed."""
        self._engine, self._wire, self._size, self._directory = engine, wire, size, directory
        self._questions = Questions(wire)
        self._readers = readers(wire)
        self._is_ours = engine.name == "Wireroom"

    def build(self) -> dict[str, float]:
        """Index, and tell the processor time without that for making the stories.

        For the others it is also without analysis: they are given keys.
        """
        began, spent = time.perf_counter(), _processor(self._engine)
        free = 0.0
        stories = self._wire.stories(1, self._size + 1)
        while True:
            start = time.thread_time()
            batch: list[Any] = list(islice(stories, _BATCH))
            if not self._is_ours:
                batch = [prepare(story) for story in batch]
            free += time.thread_time() - start
            if not batch:
                break
            self._engine.add(batch)
        self._engine.finish()
        used = _processor(self._engine) - spent - (0.0 if _is_server(self._engine) else free)
        return {
            "stories": self._size,
            "cpu_s": used,
            "wall_s": time.perf_counter() - began,
            "bytes": self._bytes(),
        }

    def ask(self, kind: str, number: str) -> list[dict[str, Any]]:
        """Time questions; the first few are put before and not counted."""
        if kind in self._engine.cannot:
            return []
        questions = self._questions.draw(kind, int(number))
        for reader in self._readers:
            for question in questions[:_WARM_UP]:
                self._engine.ask(question.kind, question.text, reader)()
        return [
            {"reader": reader.name} | self._timed(question, reader)
            for question in questions
            for reader in self._readers
        ]

    def _timed(self, question: Question, reader: Any) -> dict[str, Any]:
        run = self._engine.ask(question.kind, question.text, reader)
        wall, cpu = time.perf_counter(), _thread(self._engine)
        run()
        spent = _thread(self._engine) - cpu
        return {
            "text": question.text,
            "cpu_ms": spent * 1000,
            "wall_ms": (time.perf_counter() - wall) * 1000,
        }

    def counts(self, number: str, size: str) -> list[int]:
        """Count answers, reader by reader."""
        return [
            self._engine.count(question.text, reader, int(size))
            for kind in _ALL_EXPRESS
            for question in self._questions.draw(kind, int(number))
            for reader in self._readers
        ]

    def append(self, number: str) -> list[float]:
        """Add stories with a word of their own and look for it until it is found."""
        return [self._until_found(self._size + 1 + n) for n in range(int(number))]

    def _until_found(self, seq: int) -> float:
        word = f"appended{seq}"
        story = self._wire.story(seq)
        item = replace(story.item, headline=f"{story.item.headline} {word}")
        start = time.perf_counter()
        self._engine.append(Released(seq, item, story.released_at))
        while not self._engine.found(seq, word):
            pass
        return (time.perf_counter() - start) * 1000

    def _bytes(self) -> int:
        if _is_server(self._engine):
            return int(self._engine.size_bytes())
        return sum(f.stat().st_size for f in self._directory.rglob("*") if f.is_file())


def _is_server(engine: Any) -> bool:
    return hasattr(engine, "cpu_s")


def _processor(engine: Any) -> float:
    return engine.cpu_s() if _is_server(engine) else time.process_time()


def _thread(engine: Any) -> float:
    """Read the clock of whoever answers: this thread, or the server's process."""
    return engine.cpu_s() if _is_server(engine) else time.thread_time()


def _engine(name: str, directory: Path, wire: Wire, size: int, address: list[str]) -> Any:
    match name:
        case "ours":
            from bench.search.ours import Wireroom  # noqa: PLC0415 - brings Django

            return Wireroom(directory, size, products(wire))
        case "fts5":
            from bench.search.fts5 import FTS5  # noqa: PLC0415 - only here

            return FTS5(directory)
        case _:
            from bench.search.postgresql import PostgreSQL  # noqa: PLC0415 - only here

            return PostgreSQL(address[0])


def serve(name: str, wire: str, stories: str, directory: str, *address: str) -> None:
    """Obey commands until stdin ends."""
    path, size = Path(directory), int(stories)
    stories_of = Wire(corpus.load(), int(wire))
    engine = _engine(name, path, stories_of, size, list(address))
    worker = Worker(engine, stories_of, size, path)
    commands: dict[str, Callable[..., Any]] = {
        "build": worker.build, "ask": worker.ask, "counts": worker.counts, "append": worker.append,
    }  # fmt: skip
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        command, *arguments = line.split()
        print(json.dumps(commands[command](*arguments)), flush=True)


if __name__ == "__main__":
    serve(*sys.argv[1:])
