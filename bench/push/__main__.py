"""`python -m bench.push`: run the push benchmark and print what came of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bench.common import machine, report
from bench.push import phases, plan, servers
from bench.push import report as push_report

_SPARE_FILES = 100


def run(chosen: plan.Plan, starts: list[servers.Start]) -> dict[str, Any]:
    """Run all phases of a plan; give every figure."""
    most = max([*(size.streams for size in chosen.sizes), chosen.sustain_streams])
    machine.raise_file_limit(most + _SPARE_FILES)
    deadline = plan.Deadline(chosen.most_s)
    figures: dict[str, Any] = {
        "plan": chosen,
        "machine": machine.describe(report.RESULTS_DIR.parent),
        "fan_out": [],
    }
    for size in chosen.sizes:
        if deadline.allows(f"{size.streams} streams"):
            print(f".. {size.streams:,} streams", file=sys.stderr)
            figures["fan_out"].append(phases.fan_out(size, chosen, starts, deadline))
    print(".. steady rate, reconnects, stalled readers", file=sys.stderr)
    figures["sustained"] = phases.sustained(chosen, deadline)
    if deadline.allows("reconnects"):
        figures["reconnects"] = phases.reconnects(chosen)
    once = [start for start in starts if start not in (servers.floor_again, servers.wireroom_real)]
    figures["stalled"] = phases.stalled(chosen, once, deadline)
    return figures | {"left_out": deadline.left_out, "took_s": deadline.elapsed_s()}


def main(argv: list[str] | None = None) -> int:
    """Read the command line, run, write the results and print them."""
    parser = argparse.ArgumentParser(prog="bench.push", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a minute, 1,000 streams, few rounds")
    parser.add_argument("--streams", type=int, help="this many streams in every phase")
    parser.add_argument("--rounds", type=int, default=10, help="rounds, with --streams")
    parser.add_argument("--real", action="store_true", help="also through a real wire on SQLite")
    parser.add_argument(
        "--results", type=Path, help="where to write; a complete run writes to bench/results"
    )
    args = parser.parse_args(argv)
    if not servers.has_compiler():
        print("!! no C compiler (cc): install gcc or clang.", file=sys.stderr)
        return 1
    chosen = plan.QUICK if args.quick else plan.COMPLETE
    if args.streams:
        chosen = plan.custom(args.streams, args.rounds, plan.COMPLETE.most_s)
    starts = servers.available()
    figures = run(chosen, [*starts, servers.wireroom_real] if args.real else starts)
    text = push_report.text(figures)
    print(text)
    complete = chosen is plan.COMPLETE
    report.write_if_wanted("push", figures, text, args.results, complete=complete)
    return 0


if __name__ == "__main__":
    sys.exit(main())
