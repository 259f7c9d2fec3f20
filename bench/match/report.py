"""The matching figures as tables, and beside the goals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bench.common.report import goals_table, number, table, told
from bench.match.goals import judge

Figures = Mapping[str, Any]

_NOTE = """\
CPU time of one thread, each job in a process of its own, one after the other. *Match*: from a
story whose words are read to a list of numbers; *array*: to an array of them; *whole*: from the
item on, its words read, too. Memory is what the process grew by when it loaded the snapshot
(PSS). mokaccino gets words and phrases found already, and that is not timed. The engines gave
the same numbers for every story that all were asked; so did the predicate for its part."""


def text(figures: Figures) -> str:
    """Write the whole report."""
    parts = [
        "# Matching",
        f"{told(figures['machine'])}.",
        goals_table(judge(figures)),
        table(list(_engines(figures))),
        "## Growth",
        table([_grown(row) for row in figures["build"]["growth"]]),
        "## Changes, milliseconds",
        table(list(_changes(figures))),
        "## Work for a story",
        table(list(_work(figures))),
        _NOTE,
    ]
    return "\n\n".join(parts)


def _engines(figures: Figures) -> Iterator[dict[str, object]]:
    queries = figures["plan"].queries
    ours = figures.get("compiled") or figures["numpy"]
    for name in ("compiled", "numpy"):
        if name in figures:
            f = figures[name]
            yield _row(name, f["match"], ours["match"]) | {
                "array p99": number(f["match_array"]["p99"], 2),
                "whole p50": number(f["whole"]["p50"], 2),
                "whole p99": number(f["whole"]["p99"], 2),
                "memory MB": number(f["memory_mb"], 0),
                "load s": number(f["load_s"], 2),
            }
    rest = {"array p99": "—", "whole p50": "—", "whole p99": "—"}
    if "peer" in figures:
        f = figures["peer"]
        memory = {"memory MB": number(f["memory_mb"], 0), "load s": "—"}
        yield _row("mokaccino", f, ours["match"]) | rest | memory
    f = figures["naive"]
    scaled = {name: f[name] * queries / f["queries"] for name in ("p50", "p99")}
    name = f"predicate, {f['queries']:,} scaled up"
    yield _row(name, scaled, ours["match"]) | rest | {"memory MB": "—", "load s": "—"}


def _row(name: str, one: Figures, ours: Figures) -> dict[str, object]:
    return {
        "engine": name,
        "match p50 ms": number(one["p50"], 2),
        "p99 ms": number(one["p99"], 2),
        "p50 ratio": number(one["p50"] / ours["p50"]),
        "p99 ratio": number(one["p99"] / ours["p99"]),
    }


def _grown(row: Figures) -> dict[str, object]:
    before, after = row["scattered"]["match"], row["compact"]["match"]
    return {
        "queries": f"{row['queries']:,}",
        "put, mean µs": number(row["put_us"], 0),
        "as put: p50 ms": number(before["p50"], 3),
        "p99 ms": number(before["p99"], 3),
        "compact: p50 ms ": number(after["p50"], 3),
        "p99 ms ": number(after["p99"], 3),
        "compact and save s": number(row["compact_and_save_s"], 2),
        "found, mean": number(row["compact"]["found"]["mean"], 0),
    }


def _changes(figures: Figures) -> Iterator[dict[str, object]]:
    for name in ("compiled", "numpy"):
        for what, f in figures.get(name, {}).get("changes", {}).items():
            yield {
                "engine": name, "what": what.replace("_", " "), "p50": number(f["p50"], 3),
                "p99": number(f["p99"], 3), "longest": number(f["max"], 1),
            }  # fmt: skip


def _work(figures: Figures) -> Iterator[dict[str, object]]:
    f = figures.get("compiled") or figures["numpy"]
    for name in ("scanned", "survived", "checked", "found"):
        yield {"": name, "p50": number(f[name]["p50"], 0), "p99": number(f[name]["p99"], 0)}
