"""The goals of DESIGN §10 for matching, and what a run says about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bench.common.report import Goal

_QUERIES = 1_000_000
_MOST_P99_MS = {"compiled": 1.2, "numpy": 6.0}
_MOST_MEMORY_MB = 120
_MOST_PUT_MS = 1.0
_MOST_LOAD_S = 2.0


def judge(figures: Mapping[str, Any]) -> list[Goal]:
    """Hold a run against the goals, which are for a million queries: smaller runs have none."""
    if figures["plan"].queries < _QUERIES:
        return []
    return list(_goals(figures))


def _goals(figures: Mapping[str, Any]) -> Iterator[Goal]:
    what = "one release against 1,000,000 saved queries, rights included"
    for engine, most in _MOST_P99_MS.items():
        if engine in figures:
            p99 = figures[engine]["match"]["p99"]
            yield Goal(f"{what}: {engine}", f"≤ {most} ms p99 CPU", f"{p99:.2f} ms", p99 <= most)
    if "compiled" not in figures:
        return
    f = figures["compiled"]
    memory, put, load = f["memory_mb"], f["changes"]["add"]["p99"], f["load_s"]
    yield Goal("memory", f"≤ {_MOST_MEMORY_MB} MB", f"{memory:.0f} MB", memory <= _MOST_MEMORY_MB)
    yield Goal(
        "a new saved query works for the next release", f"≤ {_MOST_PUT_MS:.0f} ms",
        f"{put:.2f} ms p99", put <= _MOST_PUT_MS,
    )  # fmt: skip
    yield Goal(
        "1,000,000 loaded from a snapshot", f"≤ {_MOST_LOAD_S:.0f} s", f"{load:.2f} s",
        load <= _MOST_LOAD_S,
    )  # fmt: skip
