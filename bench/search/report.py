"""The search figures as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bench.common.figures import at
from bench.common.report import goals_table, number, table, told
from bench.search.goals import NAMES, judge
from bench.search.measure import FTS5, OURS, POSTGRESQL

Figures = Mapping[str, Any]

_SHORT = "Its milliseconds are for its own, smaller number of stories and no ratio is given."


def text(figures: Figures) -> str:
    """Write the whole report."""
    parts = ["# Search", _conditions(figures)]
    if wanted := judge(figures):
        parts.append(goals_table(wanted))
    parts += [_indexed(figures), _asked(figures), _by_reader(figures), _searchable(figures)]
    return "\n\n".join([*parts, _agreement(figures["counts"])])


def _conditions(figures: Figures) -> str:
    plan = figures["plan"]
    return (
        f"{told(figures['machine'])}; took {figures['took_s']:.0f} s.\n\n"
        f"{plan.stories:,} stories; PostgreSQL has the first {plan.postgresql_stories:,}."
        f" {_SHORT} Every question is put for each of three readers: one who reads everything, one"
        " with a topic in full and headlines of the rest, one with a product by query."
    )


def _indexed(figures: Figures) -> str:
    rows = [
        {
            "engine": name,
            "stories": f"{f['stories']:,}",
            "stories a CPU second": number(f["stories"] / f["cpu_s"], 0),
            "CPU s": number(f["cpu_s"], 0),
            "wall s": number(f["wall_s"], 0),
            "bytes a story": number(f["bytes"] / f["stories"], 0),
            "MB": number(f["bytes"] / 1e6, 0),
            "process MB after asking": number(figures["memory_bytes"][name] / 1e6, 0),
        }
        for name, f in figures["built"].items()
    ]
    note = (
        "Ours includes analysis, all scopes, facets and names for completion; the others are given "
        "keys that are analysed already, of the text alone, and wait for nothing."
    )
    return f"## Indexing\n\n{table(rows)}\n\n{note}"


def _asked(figures: Figures) -> str:
    rows = [
        _row(NAMES[kind], name, engines)
        for kind, engines in figures["asked"].items()
        for name in engines
        if engines[name]
    ]
    return f"## Questions, CPU milliseconds\n\n{table(rows)}"


def _row(kind: str, name: str, engines: Figures) -> dict[str, object]:
    ours, theirs = _times(engines[OURS]), _times(engines[name])
    comparable = name == FTS5
    return {
        "question": kind,
        "engine": name,
        "n": len(theirs),
        "p50": number(at(theirs, 0.5), 2),
        "p99": number(at(theirs, 0.99), 2),
        "max": number(max(theirs), 1),
        "ours to it, p50": number(at(ours, 0.5) / at(theirs, 0.5), 2) if comparable else "—",
        "ours to it, p99": number(at(ours, 0.99) / at(theirs, 0.99), 2) if comparable else "—",
    }


def _times(asked: Sequence[Figures]) -> list[float]:
    return [each["cpu_ms"] for each in asked]


def _by_reader(figures: Figures) -> str:
    rows = []
    for kind, engines in figures["asked"].items():
        row: dict[str, object] = {"question": NAMES[kind]}
        for reader in dict.fromkeys(each["reader"] for each in engines[OURS]):
            values = _times([each for each in engines[OURS] if each["reader"] == reader])
            row[f"{reader}, p50"] = number(at(values, 0.5), 2)
            row[f"{reader}, p99"] = number(at(values, 0.99), 2)
        rows.append(row | {"slowest": _slowest(engines[OURS])})
    return f"## Ours by reader\n\n{table(rows)}"


def _slowest(asked: Sequence[Figures]) -> str:
    found = max(asked, key=lambda each: each["cpu_ms"])
    return f"`{found['text']}` ({found['reader']})"


def _searchable(figures: Figures) -> str:
    rows = [
        {
            "engine": name,
            "n": len(values),
            "p50 ms": number(at(values, 0.5), 1),
            "p99 ms": number(at(values, 0.99), 1),
        }
        for name, values in figures["searchable_ms"].items()
    ]
    note = (
        "Wall clock, from a finished story to the first search that finds it: analysis, commit, "
        f"another look. {FTS5} syncs at check-points only, {POSTGRESQL} at each commit."
    )
    return f"## Until searchable\n\n{table(rows)}\n\n{note}"


def _agreement(counts: Figures) -> str:
    verdict = "all equal" if not counts["different"] else f"{counts['different']} DIFFERENT"
    return (
        f"Counts of {counts['compared']:,} questions compared in pairs of engines"
        f" ({counts['answers']:,} answers): {verdict}."
    )
