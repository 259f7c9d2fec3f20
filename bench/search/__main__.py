"""`python -m bench.search`: run the search benchmark and print what came of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bench.common.command import Suite
from bench.common.command import measure as measured
from bench.search import measure, report
from bench.search.plan import COMPLETE, custom


def _run(size: int | None, directory: Path) -> dict[str, Any]:
    return measure.run(custom(size) if size else COMPLETE, directory)


_SUITE = Suite(name="search", counts="stories", quick=100_000, run=_run, text=report.text)


def main(argv: list[str] | None = None) -> int:
    """Run it; the exit code is 1 when engines counted differently."""
    figures = measured(_SUITE, argv)
    return 1 if figures and figures["counts"]["different"] else 0


if __name__ == "__main__":
    sys.exit(main())
