"""Results on disk and on the screen."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import Any

from wireroom.kernel.clock import utc_now

RESULTS_DIR = Path(__file__).resolve().parents[1] / "results"


@dataclass(frozen=True)
class Goal:
    """A line of DESIGN §10 and what this run says about it."""

    what: str
    goal: str
    measured: str
    met: bool | None
    """None: not measured in this run."""


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Write a Markdown table that also reads well as plain text; the keys are its head."""
    if not rows:
        return "(nothing measured)"
    cells = [list(rows[0]), *([str(cell) for cell in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [_line(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in cells]
    lines.insert(1, _line("-" * width for width in widths))
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def goals_table(goals: Iterable[Goal]) -> str:
    """Set goals beside what was measured."""
    words = {True: "yes", False: "NO", None: "—"}
    return table([
        {
            "goal of DESIGN §10": goal.what,
            "wanted": goal.goal,
            "measured": goal.measured,
            "met": words[goal.met],
        }
        for goal in goals
    ])  # fmt: skip


def told(facts: Mapping[str, object]) -> str:
    """Write facts about the machine in a line."""
    return "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in facts.items())


def number(value: float | None, digits: int = 1) -> str:
    """Write a number for people; a missing one is a dash."""
    if value is None or math.isnan(value):
        return "—"
    return f"{value:,.{digits}f}"


def write_if_wanted(
    name: str,
    figures: Mapping[str, object],
    text: str,
    directory: Path | None,
    *,
    complete: bool,
) -> None:
    """Write `<name>-<date>.json` and `.md`, and say where.

    Without a `directory` only complete runs are written: a quick look must not replace them.
    """
    if directory is None and not complete:
        return
    directory = directory or RESULTS_DIR
    directory.mkdir(parents=True, exist_ok=True)
    stem = f"{name}-{utc_now():%Y-%m-%d}"
    (directory / f"{stem}.json").write_text(json.dumps(figures, indent=1, default=_plain) + "\n")
    (directory / f"{stem}.md").write_text(text.rstrip() + "\n")
    print(f"\nWritten to {directory / stem}.md and .json.")


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)
