"""The goals of DESIGN §10 for search, and what a run says about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.common.figures import at
from bench.common.report import Goal
from bench.search.measure import OURS

_STORIES = 1_000_000
_MOST_P99_MS = {"newest": 5, "relevance": 4, "facets": 6, "phrase": 10}
_MOST_SEARCHABLE_MS = 100

NAMES = {
    "newest": "newest first",
    "relevance": "relevance",
    "facets": "facets",
    "phrase": "phrase, newest first",
    "count": "count",
    "prefix": "count, prefix",
    "near": "count, near",
}


def judge(figures: Mapping[str, Any]) -> list[Goal]:
    """Hold a run against the goals, which are for a million stories: smaller runs have none."""
    if figures["built"][OURS]["stories"] < _STORIES:
        return []
    return [
        *(
            _speed(kind, [asked["cpu_ms"] for asked in figures["asked"][kind][OURS]])
            for kind in _MOST_P99_MS
        ),
        _searchable(figures["searchable_ms"][OURS]),
    ]


def _speed(kind: str, values: list[float]) -> Goal:
    most, measured = _MOST_P99_MS[kind], at(values, 0.99)
    what = f"{NAMES[kind]}, a million stories, with rights"
    return Goal(what, f"≤ {most} ms p99 CPU", f"{measured:.2f} ms", measured <= most)


def _searchable(values: list[float]) -> Goal:
    measured = at(values, 0.99)
    met = measured <= _MOST_SEARCHABLE_MS
    return Goal(
        "released → searchable", f"≤ {_MOST_SEARCHABLE_MS} ms p99", f"{measured:.1f} ms", met
    )
