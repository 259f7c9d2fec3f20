"""`python -m bench.backoffice`: measure the screens of the back office, print the figures."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from bench.backoffice import measure
from bench.backoffice import report as own_report
from bench.backoffice.plan import COMPLETE, QUICK
from bench.common import machine, report
from bench.common.build import scratch_dir
from bench.release import databases

_USES = {databases.SQLITE: databases.sqlite, databases.POSTGRESQL: databases.postgresql}


def main(argv: list[str] | None = None) -> int:
    """Read the command line, run, write the results and print them."""
    parser = argparse.ArgumentParser(prog="bench.backoffice", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK.companies:,} companies")
    parser.add_argument("--companies", type=int, help="another number of them")
    parser.add_argument(
        "--directory", type=Path, default=scratch_dir(), help="on the disk to measure (bench/build)"
    )
    parser.add_argument("--databases", nargs="+", default=list(_USES), choices=_USES)
    parser.add_argument(
        "--results", type=Path, help="where to write; a complete run writes to bench/results"
    )
    args = parser.parse_args(argv)
    plan = QUICK if args.quick else COMPLETE
    plan = replace(plan, companies=args.companies) if args.companies else plan
    told = machine.describe(args.directory)
    uses = [_USES[name] for name in args.databases if name in _installed()]
    results = dict(measure.run(use, plan, args.directory) for use in uses)
    figures = {"machine": told, "plan": plan, "results": results}
    text = own_report.text(figures)
    print(text)
    complete = plan == COMPLETE and args.databases == list(_USES)
    report.write_if_wanted("backoffice", figures, text, args.results, complete=complete)
    return 0


def _installed() -> list[str]:
    if databases.has_postgresql():
        return list(_USES)
    print("!! PostgreSQL is left out: its server programs are not installed.", file=sys.stderr)
    return [databases.SQLITE]


if __name__ == "__main__":
    sys.exit(main())
