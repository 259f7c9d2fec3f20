"""The goal for the back office, and what a run says about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bench.backoffice.plan import COMPLETE
from bench.common.report import Goal

MOST_MS = 200


def judge(figures: Mapping[str, Any]) -> list[Goal]:
    """Hold a run against the goal, which is for 10,000 companies: smaller runs have none."""
    if figures["plan"].companies < COMPLETE.companies:
        return []
    return list(_goals(figures))


def _goals(figures: Mapping[str, Any]) -> Iterator[Goal]:
    for database, screens in figures["results"].items():
        slowest = max(screens["ours"], key=lambda name: screens["ours"][name]["p95"])
        p95 = screens["ours"][slowest]["p95"]
        what = f"every screen with 10,000 companies and 100,000 people, {database}"
        told = f"{p95:.0f} ms p95 ({slowest})"
        yield Goal(what, f"≤ {MOST_MS} ms p95", told, p95 <= MOST_MS)
