"""The push figures as tables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from bench.common.figures import middle, ratios
from bench.common.report import goals_table, number, table, told
from bench.push.goals import FLOOR, NCHAN, OURS, judge
from bench.push.memory import Memory

Figures = Mapping[str, Any]


def text(figures: Figures) -> str:
    """Write the whole report."""
    parts = ["# Push", _conditions(figures)]
    if wanted := judge(figures):
        parts.append(goals_table(wanted))
    parts += [_fan_out(f) for f in figures["fan_out"]]
    parts.append(_sustained(figures["sustained"], figures["plan"].sustain_rate))
    if figures.get("reconnects"):
        parts.append(_reconnects(figures["reconnects"]))
    parts.append(_stalled(figures["stalled"]))
    if figures["left_out"]:
        parts.append(f"Left out, the time was up: {', '.join(figures['left_out'])}.")
    return "\n\n".join(parts)


def _conditions(figures: Figures) -> str:
    return (
        f"{told(figures['machine'])}; took {figures['took_s']:.0f} s.\n\n"
        "Milliseconds count from handing the item over. Ratios are medians over rounds in which "
        "both took part, quarter points in brackets; `floor again` to `floor` is the noise."
    )


def _fan_out(fan_out: Figures) -> str:
    rounds = len(fan_out["singles"][OURS])
    bad = {name: faults for name, faults in fan_out["faults"].items() if any(faults.values())}
    quiet = f"The floor stood waiting for its core {_disturbed(fan_out):.0%} of the time."
    verdict = f"Not clean: {bad}" if bad else "Lost, doubled, reordered, closed: none, anywhere."
    singles = [_single_row(fan_out, server) for server in fan_out["singles"]]
    bursts = [_burst_row(fan_out, server) for server in fan_out["bursts"]]
    return "\n\n".join(
        [
            f"## {fan_out['streams']:,} streams\n\nOne item at a time, {rounds} rounds:",
            table(singles),
            "Bursts, until the last stream has the last item:",
            table(bursts),
            f"{verdict} {quiet}",
        ]
    )


def _column(fan_out: Figures, kind: str, server: str, name: str) -> list[float]:
    return [figures[name] for figures in fan_out[kind].get(server, [])]


def _ratio(fan_out: Figures, kind: str, server: str, against: str) -> object:
    return _ratio_of(fan_out, kind, "last_ms" if kind == "singles" else "span_ms", server, against)


def _ratio_of(fan_out: Figures, kind: str, name: str, server: str, against: str) -> object:
    ours, theirs = (_column(fan_out, kind, s, name) for s in (server, against))
    return ratios(ours, theirs) or "—"


def _single_row(fan_out: Figures, server: str) -> dict[str, object]:
    def one(name: str) -> str:
        return number(middle(_column(fan_out, "singles", server, name)))

    return {
        "server": server,
        "p50 ms": one("p50_ms"),
        "p99 ms": one("p99_ms"),
        "last ms": one("last_ms"),
        "last, to floor": _ratio(fan_out, "singles", server, FLOOR),
        "last, to nchan": _ratio(fan_out, "singles", server, NCHAN),
        "CPU µs/delivery": number(_cpu_us(fan_out, server)),
        "CPU, to floor": _ratio_of(fan_out, "singles", "cpu_s", server, FLOOR),
        "unluckiest/luckiest": number(_luck(fan_out["fairness"][server])),
        "KB/idle stream": number(fan_out["idle"][server].user_bytes / 1024, 2),
        "opened in, s": number(fan_out["open_s"][server], 2),
    }


def _burst_row(fan_out: Figures, server: str) -> dict[str, object]:
    span_ms = middle(_column(fan_out, "bursts", server, "span_ms"))
    return {
        "server": server,
        "seconds": number(span_ms / 1000, 2),
        "to floor": _ratio(fan_out, "bursts", server, FLOOR),
        "to nchan": _ratio(fan_out, "bursts", server, NCHAN),
    }


def _cpu_us(fan_out: Figures, server: str) -> float:
    rounds = fan_out["singles"][server]
    delivered = sum(figures["delivered"] for figures in rounds)
    spent: float = sum(figures["cpu_s"] for figures in rounds)
    return spent / delivered * 1e6 if delivered else math.nan


def _disturbed(fan_out: Figures) -> float:
    """Tell how busy others kept the floor's core: above a few per cent, measure again."""
    rounds = fan_out["singles"][FLOOR]
    spent: float = sum(f["cpu_s"] + f["waited_s"] for f in rounds)
    return sum(f["waited_s"] for f in rounds) / spent if spent else math.nan


def _luck(fairness: Figures) -> float:
    luckiest: float = fairness["luckiest_ms"]
    return fairness["unluckiest_ms"] / luckiest if luckiest else math.nan


def _sustained(sustained: Figures, rate: int) -> str:
    rows = [
        {
            "server": server,
            "delivered": f"{f['delivered']:,} of {f['expected']:,}",
            "p50 ms": number(f["p50_ms"]),
            "p99 ms": number(f["p99_ms"]),
            "last ms": number(f["last_ms"]),
            "lost or late": f["lost"],
            "doubled": f["duplicates"],
            "reordered": f["reordered"],
        }
        for server, f in sustained.items()
    ]
    return f"## {rate} items a second\n\n{table(rows)}"


def _reconnects(reconnects: Figures) -> str:
    row = {
        "streams": f"{reconnects['streams']:,}",
        "missed items each": reconnects["missed_items"],
        "all accepted, s": number(middle(reconnects["opened_s"]), 2),
        "all caught up, s": number(middle(reconnects["seconds"]), 2),
        "worst, s": number(max(reconnects["seconds"]), 2),
        "lost": reconnects["faults"]["lost"],
        "doubled": reconnects["faults"]["duplicates"],
        "resets": reconnects["faults"]["resets"],
    }
    return f"## Reconnects with Last-Event-ID\n\n{table([row])}"


def _stalled(stalled: Figures) -> str:
    rows = [_stalled_row(server, f) for server, f in stalled.items()]
    sent = max((f["published_mb"] for f in stalled.values()), default=0)
    title = f"## 5 % of the readers hang ({sent:.1f} MB to each; the worst moment)"
    return f"{title}\n\n{table(rows)}"


def _stalled_row(server: str, f: Figures) -> dict[str, object]:
    worst = max(f["per_stalled"], key=lambda step: step.total_bytes, default=Memory(0, 0))
    return {
        "server": server,
        "stalled": f["stalled"],
        "process MB each": number(worst.user_bytes / 1e6, 2),
        "kernel MB each": number(worst.kernel_bytes / 1e6, 2),
        "cut": f["cut"],
        "others' p99 before, ms": number(middle(f["live_p99_ms_before"])),
        "others' p99 meanwhile, ms": number(middle(f["live_p99_ms_stalled"])),
    }
