"""`python -m bench.timing`: measure, judge and print; ends with 1 when something is told apart."""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.common import machine, report
from bench.common.build import scratch_dir
from bench.timing import measure
from bench.timing import report as timing_report
from bench.timing.house import running
from bench.timing.judging import is_told_apart

_COMPLETE = measure.Plan(people=120, tries=2, stories=400, rounds=6)
_QUICK = measure.Plan(people=25, tries=2, stories=100, rounds=3)


def main(argv: list[str] | None = None) -> int:
    """Read the command line, run, write the results and print them."""
    parser = argparse.ArgumentParser(prog="bench.timing", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few requests: a look, no proof")
    parser.add_argument(
        "--directory",
        type=Path,
        default=scratch_dir(),
        help="where the house is built (bench/build)",
    )
    parser.add_argument("--what", nargs="+", default=measure.KINDS, choices=measure.KINDS)
    parser.add_argument(
        "--results", type=Path, help="where to write; a complete run writes to bench/results"
    )
    args = parser.parse_args(argv)
    plan = replace(_QUICK if args.quick else _COMPLETE, what=tuple(args.what))
    told = machine.describe(args.directory)
    with (
        tempfile.TemporaryDirectory(prefix="wireroom-bench-", dir=args.directory) as folder,
        running(Path(folder), plan.people, plan.stories) as house,
    ):
        found = measure.run(house, plan)
    text = timing_report.text(found, told)
    print(text)
    figures = {"machine": told, "plan": plan, "results": found}
    complete = not args.quick and plan.what == measure.KINDS
    report.write_if_wanted("timing", figures, text, args.results, complete=complete)
    return int(any(is_told_apart(each) for each in found))


if __name__ == "__main__":
    sys.exit(main())
