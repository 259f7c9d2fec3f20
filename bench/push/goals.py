"""The goals of DESIGN §10 that a run of the push benchmark can judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.common.figures import middle, ratios
from bench.common.report import Goal

OURS, FLOOR, NCHAN = "wireroom", "floor", "nchan"

_STREAMS = 10_000
_MOST_TO_FLOOR = 1.15
_MOST_TO_NCHAN = 0.8
_MOST_BURST_TO_NCHAN = 0.1
_MOST_STEADY_P99_MS = 500
_MOST_IDLE_KB = 2
_MOST_STALLED_MB = 0.5
_MOST_RECONNECT_S = 1

Figures = Mapping[str, Any]


def judge(figures: Figures) -> list[Goal]:
    """Hold the run against the goals; they are for 10,000 streams, so smaller runs have none."""
    large = next((f for f in figures["fan_out"] if f["streams"] == _STREAMS), None)
    if large is None:
        return []
    return [
        _ratio("last of 10,000 streams, to the floor", large, "singles", FLOOR, _MOST_TO_FLOOR),
        _ratio("last of 10,000 streams, to nchan", large, "singles", NCHAN, _MOST_TO_NCHAN),
        _ratio("burst of 100, to nchan", large, "bursts", NCHAN, _MOST_BURST_TO_NCHAN),
        _steady(figures.get("sustained", {}).get(OURS)),
        _idle(large["idle"][OURS].user_bytes / 1024),
        _stalled(figures.get("stalled", {}).get(OURS)),
        _reconnects(figures.get("reconnects")),
    ]


def _ratio(what: str, fan_out: Figures, kind: str, against: str, most: float) -> Goal:
    name = "last_ms" if kind == "singles" else "span_ms"
    ours, theirs = ([f[name] for f in fan_out[kind].get(s, [])] for s in (OURS, against))
    found = ratios(ours, theirs)
    if found is None:
        return Goal(what, f"≤ {most}×", "—", None)
    return Goal(what, f"≤ {most}×", str(found), found.median <= most)


def _steady(f: Figures | None) -> Goal:
    what, goal = "50 items a second for 10 s", f"p99 ≤ {_MOST_STEADY_P99_MS} ms, no faults"
    if not f:
        return Goal(what, goal, "—", None)
    faults = f["lost"] + f["duplicates"] + f["reordered"]
    met = f["p99_ms"] <= _MOST_STEADY_P99_MS and not faults
    return Goal(what, goal, f"{f['p99_ms']:.0f} ms, {faults} faults", met)


def _idle(kb: float) -> Goal:
    return Goal(
        "memory per idle stream", f"≤ {_MOST_IDLE_KB} KB", f"{kb:.2f} KB", kb <= _MOST_IDLE_KB
    )


def _stalled(f: Figures | None) -> Goal:
    what, goal = "memory per stalled stream", f"≤ {_MOST_STALLED_MB} MB"
    if not f or not f["per_stalled"]:
        return Goal(what, goal, "—", None)
    worst = max(step.total_bytes for step in f["per_stalled"]) / 1e6
    return Goal(what, goal, f"{worst:.2f} MB", worst <= _MOST_STALLED_MB)


def _reconnects(f: Figures | None) -> Goal:
    what, goal = "10,000 reconnects with Last-Event-ID", f"≤ {_MOST_RECONNECT_S} s"
    if not f:
        return Goal(what, goal, "—", None)
    seconds = middle(f["seconds"])
    return Goal(what, goal, f"{seconds:.2f} s", seconds <= _MOST_RECONNECT_S)
