"""`python -m bench.match`: run the matching benchmark and print what came of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.common import corpus, report
from bench.match import measure
from bench.match import report as match_report
from bench.match.plan import COMPLETE, custom

_QUICK = 50_000


def main(argv: list[str] | None = None) -> int:
    """Read the command line, run, write the results and print them."""
    parser = argparse.ArgumentParser(prog="bench.match", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{_QUICK:,} queries")
    parser.add_argument("--queries", type=int, help="another number of queries")
    parser.add_argument(
        "--directory", type=Path, default=Path("/var/tmp"),  # noqa: S108 - a disk, where /tmp may be memory
        help="where snapshots may lie while they are measured",
    )  # fmt: skip
    parser.add_argument(
        "--results", type=Path, help="where to write; a complete run writes to bench/results"
    )
    args = parser.parse_args(argv)
    if corpus.directory() is None:
        print(f"match: skipped. {corpus.NoCorpora.__doc__}")
        return 0
    size = args.queries or (_QUICK if args.quick else None)
    figures = measure.run(custom(size) if size else COMPLETE, args.directory)
    text = match_report.text(figures)
    print(text)
    report.write_if_wanted("match", figures, text, args.results, complete=size is None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
