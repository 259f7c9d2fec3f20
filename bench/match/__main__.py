"""`python -m bench.match`: run the matching benchmark and print what came of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bench.common.command import Suite
from bench.common.command import measure as measured
from bench.match import measure, report
from bench.match.plan import COMPLETE, custom


def _run(size: int | None, directory: Path) -> dict[str, Any]:
    return measure.run(custom(size) if size else COMPLETE, directory)


_SUITE = Suite(name="match", counts="queries", quick=50_000, run=_run, text=report.text)


def main(argv: list[str] | None = None) -> int:
    """Run it; the exit code is 0, also where there is no corpus."""
    measured(_SUITE, argv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
