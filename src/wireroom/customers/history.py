"""Who changed what of a record, and when: the audit rows about it, in words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from wireroom.customers.models import AccessEvent, Company, Person, Product, RightsChange
from wireroom.kernel.clock import from_iso

MOST_SHOWN = 50
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
_NAMED_BY_ID = {
    "company": Company, "product": Product, "person": Person, "manager": Person, "sold_by": Person,
}  # fmt: skip


class Changed(NamedTuple):
    """One field, before and after; empty before: it was new."""

    field: str
    before: str
    after: str


class Change(NamedTuple):
    """One row of the audit of rights."""

    at: datetime
    actor: str
    what: str
    changed: tuple[Changed, ...]


def history_of(subject: str) -> list[Change]:
    """Give the newest changes of rights of `subject` (`company:7`), the newest first."""
    return told(RightsChange.objects.filter(subject=subject).order_by("-id")[:MOST_SHOWN])


def events_of(subject: str) -> list[AccessEvent]:
    """Give the newest events of access about `subject`, the newest first."""
    return list(AccessEvent.objects.filter(subject=subject).order_by("-id")[:MOST_SHOWN])


def told(rows: Iterable[RightsChange]) -> list[Change]:
    """Put rows in words; a query for each kind of record that they name by its number."""
    found = list(rows)
    names = _names(found)
    return [
        Change(
            at=row.at,
            actor=row.actor or "",
            what=row.what,
            changed=tuple(_fields(row.detail, names)),
        )
        for row in found
    ]


def _fields(detail: dict[str, Any], names: dict[str, dict[Any, str]]) -> Iterable[Changed]:
    before, after = detail.get("before") or {}, detail.get("after") or {}
    for field in after:
        known = names.get(field, {})
        old = _in_words(before[field], known) if field in before else ""
        yield Changed(field.replace("_", " "), old, _in_words(after[field], known))


def _in_words(value: Any, names: dict[Any, str]) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "all"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, ""):
        return "none"
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return f"{from_iso(value):%Y-%m-%d %H:%M} UTC"
    return names.get(value, str(value)) if names else str(value)


def _names(rows: Sequence[RightsChange]) -> dict[str, dict[Any, str]]:
    wanted: dict[str, set[Any]] = defaultdict(set)
    for row in rows:
        for side in ("before", "after"):
            facts = row.detail.get(side) or {}
            for field in _NAMED_BY_ID.keys() & facts.keys():
                wanted[field].add(facts[field])
    return {
        field: {
            pk: str(found)
            for pk, found in _NAMED_BY_ID[field]
            ._base_manager.in_bulk([pk for pk in ids if pk])
            .items()
        }
        for field, ids in wanted.items()
    }
