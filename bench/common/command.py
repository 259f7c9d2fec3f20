"""The command line of the benchmarks whose plan is a number of things."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from bench.common import corpus, report
from bench.common.build import scratch_dir


class Suite(NamedTuple):
    """A benchmark: its name, what it counts, how many of them a quick run takes, and its parts.

    `run` measures in a directory; of a size that is None it makes the complete run.
    """

    name: str
    counts: str
    quick: int
    run: Callable[[int | None, Path], Mapping[str, Any]]
    text: Callable[[Any], str]


def measure(suite: Suite, argv: list[str] | None) -> Mapping[str, Any] | None:
    """Read the command line, run, write and print; None: skipped, because there is no corpus."""
    parser = argparse.ArgumentParser(prog=f"bench.{suite.name}")
    parser.add_argument("--quick", action="store_true", help=f"{suite.quick:,} {suite.counts}")
    parser.add_argument(f"--{suite.counts}", dest="size", type=int, help="another number of them")
    parser.add_argument(
        "--directory", type=Path, default=scratch_dir(), help="on the disk to measure (bench/build)"
    )
    parser.add_argument(
        "--results", type=Path, help="where to write; a complete run writes to bench/results"
    )
    args = parser.parse_args(argv)
    if corpus.directory() is None:
        print(f"{suite.name}: skipped. {corpus.NoCorpora.__doc__}")
        return None
    size = args.size or (suite.quick if args.quick else None)
    figures = suite.run(size, args.directory)
    text = suite.text(figures)
    print(text)
    report.write_if_wanted(suite.name, figures, text, args.results, complete=size is None)
    return figures
