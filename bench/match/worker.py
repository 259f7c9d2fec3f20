"""One job of the matching benchmark in a process of its own; prints its figures as JSON."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from bench.common import process
from bench.match import stories
from bench.match.peer import Peer
from bench.match.plan import Plan
from bench.match.queries import Query, queries
from wireroom.matching.index import MatchIndex
from wireroom.query.document import TEXT, Document
from wireroom.query.predicate import matches

_LEARNT = 300
_BATCH = 1_000
_WARM = 50

Figures = dict[str, Any]


def build(plan: Plan, directory: Path) -> Figures:
    """Put all queries, one after the other; stop at some sizes to look and to write a snapshot."""
    index = MatchIndex()
    for item in stories.training()[:_LEARNT]:
        index.learn(stories.document(item))
    told = _documents(plan.stories)
    growth, spent, source = [], 0.0, queries(plan.queries)
    for size in plan.sizes():
        spent += _put(index, islice(source, size - len(index)))
        scattered = _asked(index, told)
        save_s = _seconds(lambda size=size: index.save(_snapshot(directory, size), {"size": size}))
        growth.append({
            "queries": size, "put_us": spent / size * 1e6, "compact_and_save_s": save_s,
            "scattered": scattered, "compact": _asked(index, told),
        })  # fmt: skip
    return {"engine": index.engine, "growth": growth}


def match(plan: Plan, directory: Path, engine: str) -> Figures:
    """Load the snapshot and match; then change some queries one by one."""
    told = _documents(plan.stories)
    gc.collect()
    before = process.memory_bytes([os.getpid()])
    path = _snapshot(directory, plan.queries)
    started = time.process_time()
    index, _ = MatchIndex.load(path, engine)
    load_s = time.process_time() - started
    figures = _asked(index, told)
    gc.collect()
    memory = process.memory_bytes([os.getpid()]) - before
    return {
        "engine": index.engine,
        "memory_mb": memory / 1e6,
        "snapshot_mb": path.stat().st_size / 1e6,
        "load_s": load_s,
        **figures,
        "whole": _whole(index, plan.stories),
        "changes": _changes(index, plan),
        "digest": _digest(index, told[: plan.peer_stories]),
    }


def naive(plan: Plan, directory: Path) -> Figures:
    """Ask the plain predicate about a sample, and compare what the index gives."""
    index, _ = MatchIndex.load(_snapshot(directory, plan.queries))
    sample = list(queries(plan.naive_queries))
    spent = []
    for document, mask in _documents(plan.naive_stories):
        started = time.thread_time()
        found = [q.number for q in sample if q.mask & mask and matches(q.plan, document)]
        spent.append((time.thread_time() - started) * 1e3)
        ours = [number for number in index.match(document, mask) if number < plan.naive_queries]
        if ours != found:
            raise SystemExit(f"The index and the predicate differ about {document.item.guid}.")
    return {"queries": len(sample), **_spread(spent)}


def peer(plan: Plan) -> Figures:
    """Put the same queries into mokaccino and ask it about the same stories."""
    told = _documents(plan.peer_stories)
    gc.collect()
    before = process.memory_bytes([os.getpid()])
    theirs = Peer()
    put_s = _seconds(lambda: [theirs.put(query) for query in queries(plan.queries)])
    optimize_s = _seconds(theirs.optimize)
    gc.collect()
    memory = process.memory_bytes([os.getpid()]) - before
    found, spent, check = [], [], sha256()
    for document, mask in told:
        ready = theirs.read(document, mask)
        theirs.match(ready)
        started = time.thread_time()
        numbers = theirs.match(ready)
        spent.append((time.thread_time() - started) * 1e3)
        found.append(len(numbers))
        check.update(np.sort(np.array(numbers, np.uint32)).tobytes())
    return {
        "put_and_make_us": put_s / plan.queries * 1e6, "optimize_s": optimize_s,
        "memory_mb": memory / 1e6, **_spread(spent), "digest": check.hexdigest(),
    }  # fmt: skip


def _snapshot(directory: Path, size: int) -> Path:
    return directory / f"{size}.index"


def _documents(count: int) -> list[tuple[Document, int]]:
    """Give held-out stories, read, each with the mask of its products."""
    told = [
        (stories.document(item), stories.products(number))
        for number, item in enumerate(stories.held_out(count))
    ]
    for document, _ in told:
        document.stream(TEXT)
        _ = document.codes
    return told


def _put(index: MatchIndex, source: Iterable[Query]) -> float:
    """Put queries and give the seconds that took, without making them."""
    spent, source = 0.0, iter(source)
    while batch := list(islice(source, _BATCH)):
        spent += _seconds(lambda batch=batch: [index.put(*query) for query in batch])
    return spent


def _asked(index: MatchIndex, told: list[tuple[Document, int]]) -> Figures:
    """Match stories that are read already, and say what it took."""
    for document, mask in told[:_WARM]:
        index.match(document, mask)
    lists, found, work = [], [], []
    for document, mask in told:
        started = time.thread_time_ns()
        numbers = index.match(document, mask)
        lists.append((time.thread_time_ns() - started) / 1e6)
        found.append(len(numbers))
        work.append(index.work)
    arrays = [_ms(lambda d=d, m=mask: index.match_array(d, m)) for d, mask in told]
    return {
        "match": _spread(lists),
        "match_array": _spread(arrays),
        "found": _spread(found),
        **{name: _spread([getattr(w, name) for w in work]) for name in work[0]._fields},
    }


def _whole(index: MatchIndex, count: int) -> dict[str, float]:
    """Match stories from the item on: its words are read, too."""
    spent = []
    for number, item in enumerate(stories.held_out(count)):
        mask = stories.products(number)
        spent.append(_ms(lambda i=item, m=mask: index.match(stories.document(i), m)))
    return _spread(spent)


def _changes(index: MatchIndex, plan: Plan) -> dict[str, dict[str, float]]:
    """Add, change and remove queries that the index does not have yet."""
    fresh = list(queries(plan.changes, seed=23))
    first = plan.queries
    add = [_ms(lambda q=q: index.put(first + q.number, q.plan, q.mask)) for q in fresh]
    masks = [_ms(lambda q=q: index.set_mask(first + q.number, 0xFFFF_FFFF)) for q in fresh[:200]]
    remove = [_ms(lambda q=q: index.remove(first + q.number)) for q in fresh]
    return {"add": _spread(add), "widen_mask": _spread(masks), "remove": _spread(remove)}


def _digest(index: MatchIndex, told: list[tuple[Document, int]]) -> str:
    check = sha256()
    for document, mask in told:
        check.update(index.match_array(document, mask).tobytes())
    return check.hexdigest()


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _ms(work: Callable[[], object]) -> float:
    started = time.thread_time_ns()
    work()
    return (time.thread_time_ns() - started) / 1e6


def _spread(values: list[float]) -> dict[str, float]:
    middle, late = np.percentile(values, [50, 99])
    mean = float(np.mean(values))
    return {"p50": float(middle), "p99": float(late), "mean": mean, "max": max(values)}


def _jobs(plan: Plan, directory: Path) -> Iterator[tuple[str, Callable[[], Figures]]]:
    yield "build", lambda: build(plan, directory)
    yield "naive", lambda: naive(plan, directory)
    yield "peer", lambda: peer(plan)
    for engine in ("numpy", "compiled"):
        yield engine, lambda engine=engine: match(plan, directory, engine)


def command(job: str, plan: Plan, directory: Path) -> list[str]:
    """Give the command that does a job."""
    worker = [sys.executable, "-m", "bench.match.worker"]
    return [*worker, job, json.dumps(asdict(plan)), str(directory)]


if __name__ == "__main__":
    jobs = dict(_jobs(Plan(**json.loads(sys.argv[2])), Path(sys.argv[3])))
    print(json.dumps(jobs[sys.argv[1]]()))
