"""Counts beside a list: each is a link to the same search with one more condition, or one less."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from wireroom.archive import search as index
from wireroom.customers.policy import Reader
from wireroom.query.languages import name_of
from wireroom.query.plan import EVERYTHING, Node
from wireroom.terminal.asked import Asked
from wireroom.terminal.clauses import clause, has, spoken, toggled

_TITLES = {
    "topic": _("Topics"),
    "company": _("Companies"),
    "place": _("Places"),
    "genre": _("Kinds"),
    "language": _("Languages"),
    "day": _("Days"),
}
_FIELD = {"day": "date"}


class Count(Struct, frozen=True, kw_only=True):
    """One value, and where it leads."""

    key: str
    label: str
    count: str
    share: int
    """Of the largest in its panel, in hundredths rounded to tenths: how long its bar is."""
    address: str
    is_on: bool


class Panel(Struct, frozen=True, kw_only=True):
    """The counts of one field."""

    title: str
    counts: tuple[Count, ...]


class Panels(Struct, frozen=True, kw_only=True):
    """The counts of all fields; of very many results only of the `newest` so many."""

    panels: tuple[Panel, ...]
    newest: str = ""


def panels(reader: Reader, asked: Asked, plan: Node | None, now: datetime) -> Panels:
    """Count what a search finds; without one, all that the reader may read."""
    found = index.facets(reader, plan or EVERYTHING, now)
    return Panels(
        panels=tuple(
            Panel(title=str(title), counts=_counts(asked, name, found[name]))
            for name, title in _TITLES.items()
            if found.get(name)
        ),
        newest="" if found.newest is None else f"{found.newest:,}",
    )


def _counts(asked: Asked, name: str, buckets: tuple[index.Bucket, ...]) -> tuple[Count, ...]:
    most = max(bucket.count for bucket in buckets)
    return tuple(_count(asked, name, bucket, most) for bucket in buckets)


def _count(asked: Asked, name: str, bucket: index.Bucket, most: int) -> Count:
    wanted = clause(_FIELD.get(name, name), spoken(name, bucket.value, bucket.label))
    return Count(
        key=wanted,
        label=_label(name, bucket.value, bucket.label),
        count=f"{bucket.count:,}",
        share=round(10 * bucket.count / most) * 10,
        address=asked.instead(toggled(asked.text, wanted)),
        is_on=has(asked.text, wanted),
    )


def _label(name: str, value: str, label: str) -> str:
    if name == "genre":
        return (label or value).rpartition(":")[2].replace("_", " ").replace("-", " ")
    return name_of(value) if name == "language" else label or value
