"""`python -m bench.release`: run the release benchmark and print what came of it."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from bench.common import machine, report
from bench.common.build import scratch_dir
from bench.release import databases, measure
from bench.release import report as release_report

_COMPLETE = measure.Plan(rounds=15, releases=40)
_QUICK = measure.Plan(rounds=4, releases=25)


_USES: dict[str, measure.Use] = {
    databases.SQLITE: databases.sqlite,
    databases.POSTGRESQL: databases.postgresql,
}


def _uses(wanted: list[str]) -> list[measure.Use]:
    if databases.POSTGRESQL in wanted and not databases.has_postgresql():
        print("!! PostgreSQL is left out: its server programs are not installed.", file=sys.stderr)
        wanted = [name for name in wanted if name != databases.POSTGRESQL]
    return [_USES[name] for name in wanted]


def main(argv: list[str] | None = None) -> int:
    """Read the command line, run, write the results and print them."""
    parser = argparse.ArgumentParser(prog="bench.release", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument(
        "--directory", type=Path, default=scratch_dir(), help="on the disk to measure (bench/build)"
    )
    parser.add_argument("--databases", nargs="+", default=list(_USES), choices=_USES)
    parser.add_argument("--what", nargs="+", default=measure.KINDS, choices=measure.KINDS)
    parser.add_argument(
        "--results", type=Path, help="where to write; a complete run writes to bench/results"
    )
    args = parser.parse_args(argv)
    if not databases.can_count():
        print("!! syncs are not counted: strace is not installed.", file=sys.stderr)
    plan = replace(_QUICK if args.quick else _COMPLETE, what=tuple(args.what))
    told = machine.describe(args.directory)
    results = dict(measure.run(use, plan, args.directory) for use in _uses(args.databases))
    text = release_report.text(results, told)
    print(text)
    figures = {"machine": told, "plan": plan, "results": results}
    complete = not args.quick and args.what == measure.KINDS and args.databases == list(_USES)
    report.write_if_wanted("release", figures, text, args.results, complete=complete)
    return 0


if __name__ == "__main__":
    sys.exit(main())
