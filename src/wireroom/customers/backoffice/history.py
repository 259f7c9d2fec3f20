"""Who changed what of a record, and when: the audit rows about it, in words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model

from wireroom.customers.models import (
    AccessEvent,
    Company,
    DemoRequest,
    Person,
    Product,
    RightsChange,
)
from wireroom.kernel.clock import from_iso

MOST_SHOWN = 50
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
_NAMED_BY_ID = {
    "company": Company, "product": Product, "products": Product, "person": Person,
    "manager": Person, "sold_by": Person,
}  # fmt: skip
_NAMED_BY_SUBJECT: dict[str, tuple[type[Model], str]] = {
    "company": (Company, "pk"), "person": (Person, "pk"), "product": (Product, "pk"),
    "demo": (DemoRequest, "reference"),
}  # fmt: skip
_EMPTY_LISTS = {
    **dict.fromkeys(("topics", "genres", "languages", "channels", "scopes"), "all"),
    "networks": "from anywhere",
}
_SPEAK_FOR_THEMSELVES = frozenset({"reason", "why"})
Names = dict[str, dict[Any, str]]
"""Of records, by field and number."""


class Changed(NamedTuple):
    """One field, before and after; empty before: it was new."""

    field: str
    before: str
    after: str


class Event(NamedTuple):
    """One row of the audit of access; `detail` is in words."""

    pk: int
    at: datetime
    actor: str
    what: str
    address: str
    detail: str


class Change(NamedTuple):
    """One row of the audit of rights."""

    at: datetime
    actor: str
    what: str
    changed: tuple[Changed, ...]


def history_of(subject: str) -> list[Change]:
    """Give the newest changes of rights of `subject` (`company:7`), the newest first."""
    return told(RightsChange.objects.filter(subject=subject).order_by("-id")[:MOST_SHOWN])


def events_of(subject: str) -> list[Event]:
    """Give the newest events of access about `subject`, the newest first."""
    return told_events(AccessEvent.objects.filter(subject=subject).order_by("-id")[:MOST_SHOWN])


def told_events(rows: Iterable[AccessEvent]) -> list[Event]:
    """Put events in words; a query for each kind of record that they name by its number."""
    found = list(rows)
    names = _names_in([event.detail for event in found])
    return [
        Event(
            pk=event.pk,
            at=event.at,
            actor=event.actor,
            what=event.what,
            address=event.address or "",
            detail=_told_detail(event.detail, names),
        )
        for event in found
    ]


def _told_detail(detail: dict[str, Any], names: Names) -> str:
    """Say `seats: 3; products: Gas, Oil`; a reason needs no label, nothing is left out."""
    parts = (
        (name, _in_words(value, names.get(name, {})))
        for name, value in sorted(detail.items())
        if value not in (None, "", [], {})
    )
    return "; ".join(
        text if name in _SPEAK_FOR_THEMSELVES else f"{name.replace('_', ' ')}: {text}"
        for name, text in parts
    )


def told(rows: Iterable[RightsChange]) -> list[Change]:
    """Put rows in words; a query for each kind of record that they name by its number."""
    found = list(rows)
    names = _names_in(row.detail.get(side) or {} for row in found for side in ("before", "after"))
    return [
        Change(
            at=row.at,
            actor=row.actor or "",
            what=row.what,
            changed=tuple(_fields(row.detail, names)),
        )
        for row in found
    ]


def _fields(detail: dict[str, Any], names: Names) -> Iterable[Changed]:
    before, after = detail.get("before") or {}, detail.get("after") or {}
    for field in after:
        known = names.get(field, {})
        empty = _EMPTY_LISTS.get(field, "none")
        old = (_in_words(before[field], known) or empty) if field in before else ""
        yield Changed(field.replace("_", " "), old, _in_words(after[field], known) or empty)


def _in_words(value: Any, names: dict[Any, str]) -> str:
    if isinstance(value, list):
        return ", ".join(names.get(each, str(each)) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, ""):
        return "none"
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return f"{from_iso(value):%Y-%m-%d %H:%M} UTC"
    return names.get(value, str(value)) if names else str(value)


def _names_in(details: Iterable[dict[str, Any]]) -> Names:
    wanted: dict[str, set[Any]] = defaultdict(set)
    for facts in details:
        for field in _NAMED_BY_ID.keys() & facts.keys():
            value = facts[field]
            wanted[field].update(value if isinstance(value, list) else [value])
    return {
        field: {
            pk: str(found)
            for pk, found in _NAMED_BY_ID[field]
            ._base_manager.in_bulk([pk for pk in ids if pk])
            .items()
        }
        for field, ids in wanted.items()
    }


def subjects_in_words(subjects: Iterable[str]) -> dict[str, str]:
    """Name the companies, people, products and demos that are called `company:7` in an audit.

    A query for each kind; what has no name is left out.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        kind, _, key = subject.partition(":")
        if kind in _NAMED_BY_SUBJECT and (key.isdecimal() or kind == "demo"):
            wanted[kind].add(key)
    found = {}
    for kind, keys in wanted.items():
        model, field = _NAMED_BY_SUBJECT[kind]
        for row in model._base_manager.filter(**{f"{field}__in": keys}):
            found[f"{kind}:{getattr(row, field)}"] = str(row)
    return found
