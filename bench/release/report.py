"""The release figures as a table, and beside the goal."""

from __future__ import annotations

from collections.abc import Mapping

from bench.common.report import Goal, goals_table, number, table, told
from bench.release.measure import Releases

_NAMES = {"release": "wire.services.append", "flash": "desk.services.release_flash"}
_MOST_SYNCS = 2

Results = Mapping[str, Mapping[str, Releases]]


def text(results: Results, machine: Mapping[str, object]) -> str:
    """Write the whole report."""
    rows = [_row(db, what, f) for db, kinds in results.items() for what, f in kinds.items()]
    note = (
        "One writer. The disk's sync is 4 KB written in place and fdatasync, alternating with the "
        "releases in the same directory; ratios are per round, quarter points in brackets."
    )
    return "\n\n".join(
        ["# Releases", f"{told(machine)}.", goals_table(_goals(results)), table(rows), note]
    )


def _row(database: str, what: str, f: Releases) -> dict[str, object]:
    return {
        "database": database,
        "what": _NAMES[what],
        "a second": number(f.per_s, 0),
        "p50 ms": number(f.p50_ms, 2),
        "p99 ms": number(f.p99_ms, 2),
        "sync of the disk, p50 ms": number(f.disk_p50_ms, 2),
        "ratio to it": f.to_disk or "—",
        "syncs each": number(f.syncs_each, 2),
    }


def _goals(results: Results) -> list[Goal]:
    return [
        Goal(
            f"release, acknowledged durable: {_NAMES[what]}, {database}",
            f"≤ {_MOST_SYNCS} syncs",
            number(f.syncs_each, 2),
            None if f.syncs_each is None else f.syncs_each <= _MOST_SYNCS,
        )
        for database, kinds in results.items()
        for what, f in kinds.items()
    ]
