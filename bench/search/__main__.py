"""`python -m bench.search`: run the search benchmark and print what came of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.common import corpus, report
from bench.search import measure
from bench.search import report as search_report
from bench.search.plan import COMPLETE, custom

_QUICK = 100_000


def main(argv: list[str] | None = None) -> int:
    """Read the command line, run, write the results and print them."""
    parser = argparse.ArgumentParser(prog="bench.search", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{_QUICK:,} stories")
    parser.add_argument("--stories", type=int, help="another number of stories")
    parser.add_argument(
        "--directory", type=Path, default=Path("/var/tmp"),  # noqa: S108 - a disk, where /tmp may be memory
        help="where the indexes may lie while they are measured",
    )  # fmt: skip
    parser.add_argument(
        "--results", type=Path, help="where to write; a complete run writes to bench/results"
    )
    args = parser.parse_args(argv)
    if corpus.directory() is None:
        print(f"search: skipped. {corpus.NoCorpora.__doc__}")
        return 0
    size = args.stories or (_QUICK if args.quick else None)
    figures = measure.run(custom(size) if size else COMPLETE, args.directory)
    text = search_report.text(figures)
    print(text)
    report.write_if_wanted("search", figures, text, args.results, complete=size is None)
    return 1 if figures["counts"]["different"] else 0


if __name__ == "__main__":
    sys.exit(main())
