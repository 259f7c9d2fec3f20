"""The figures as tables, and beside the goal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bench.backoffice.goals import judge
from bench.common.report import goals_table, number, table, told

_NOTE = """\
Milliseconds of the server from request to complete answer, through the whole middleware, one
request at a time; *CPU* is the part of it that this process computed, SQLite included. *Wagtail*
is its stock ModelViewSet on the same tables in the same process:
filters with a list of all companies, search by joins, counts to the end, forms that offer
everybody. *KB* is the answer's size, not compressed."""


def text(figures: Mapping[str, Any]) -> str:
    """Write the whole report."""
    plan = figures["plan"]
    size = (
        f"{plan.companies:,} companies, {plan.people:,} people, {plan.subscriptions:,} "
        f"subscriptions, {plan.audit_rows:,} rows in each audit, {plan.people:,} sessions."
    )
    parts = ["# The back office", f"{told(figures['machine'])}.", size]
    parts.append(goals_table(judge(figures)))
    for database, found in figures["results"].items():
        parts += [f"## {database}", table(list(_rows(found)))]
    return "\n\n".join([*parts, _NOTE])


def _rows(found: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    for name, ours in found["ours"].items():
        peer = found["theirs"].get(name)
        yield {
            "screen": name,
            "p50 ms": number(ours["p50"]),
            "p95 ms": number(ours["p95"]),
            "CPU p50": number(ours["cpu"]),
            "KB": number(ours["kb"], 0),
            "Wagtail p50": number(peer["p50"]) if peer else "",
            "p95": number(peer["p95"]) if peer else "",
            "KB ": number(peer["kb"], 0) if peer else "",
            "ratio": number(ours["p50"] / peer["p50"], 2) if peer else "",
        }
