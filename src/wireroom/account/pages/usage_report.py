"""What a company did, in charts and tables."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext
from msgspec import Struct

from wireroom.account.pages.charts import Chart, chart
from wireroom.account.pages.periods import By, Period, periods, summed
from wireroom.customers import directory
from wireroom.usage import queries as usage
from wireroom.usage.queries import What

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so is a program for a spreadsheet (OWASP, CSV injection)."""
_BOM = "\ufeff"
COLUMNS = ("day", "person", "what", "channel", "count")


class Cell(Struct, frozen=True):
    """A number in a table, with the title of its column."""

    title: str
    count: int

    @property
    def shown(self) -> str:
        """The number with its thousands apart."""
        return f"{self.count:,}"


class Line(Struct, frozen=True):
    """A row of a table: what it is about, and a cell for each of `Report.titles`."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        """The sum of all cells."""
        return sum(cell.count for cell in self.cells)


class Report(Struct, frozen=True, kw_only=True):
    """A company's usage over some periods."""

    by: By
    charts: tuple[Chart, ...]
    titles: tuple[str, ...]
    by_period: tuple[Line, ...]
    by_person: tuple[Line, ...]
    since: str
    until: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted at all."""
        return not any(each.total for each in self.charts)


def report(company_id: int, by: By, now: datetime) -> Report:
    """Sum up the last days or weeks of a company."""
    shown = periods(by, now.astimezone(UTC).date())
    first, last = shown[0].first, shown[-1].last
    sums = summed(usage.by_day(company_id, first, last), shown)
    labels = [_label(period) for period in shown]
    kinds = tuple(What)
    lines = [
        Line(label, tuple(Cell(str(what.label), sums[place, what.value]) for what in kinds))
        for place, label in enumerate(labels)
    ]
    return Report(
        by=by,
        charts=tuple(
            chart(what.value, str(what.label), [line.cells[at].count for line in lines], labels)
            for at, what in enumerate(kinds)
        ),
        titles=tuple(str(what.label) for what in kinds),
        by_period=tuple(reversed(lines)),
        by_person=_by_person(company_id, first, last),
        since=_label(shown[0]),
        until=_label(shown[-1]),
    )


def _by_person(company_id: int, first: date, last: date) -> tuple[Line, ...]:
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    for person_id, what, count in usage.by_person(company_id, first, last):
        counted[person_id][what] = count
    names = directory.names_of(company_id, list(counted))
    lines = [
        Line(
            _name(person_id, names),
            tuple(Cell(str(what.label), counts.get(what.value, 0)) for what in What),
        )
        for person_id, counts in counted.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.total, line.name)))


def csv_lines(company_id: int, by: By, now: datetime) -> Iterator[str]:
    """Give every count of these days as a table, heading first; no cell of it is a formula."""
    shown = periods(by, now.astimezone(UTC).date())
    found = usage.rows(company_id, shown[0].first, shown[-1].last)
    names = directory.names_of(company_id, {row.person_id for row in found})
    writer = csv.writer(_Echo())
    yield _BOM + writer.writerow(COLUMNS)
    for row in found:
        name = _name(row.person_id, names)
        safe = f"'{name}" if name.startswith(_FORMULA) else name
        yield writer.writerow([row.day.isoformat(), safe, row.what, row.channel, row.times])


class _Echo:
    def write(self, line: str) -> str:
        return line


def _name(person_id: int, names: dict[int, str]) -> str:
    if not person_id:
        return gettext("Tokens of the company")
    return names.get(person_id, gettext("Somebody who has left"))


def _label(period: Period) -> str:
    if period.first == period.last:
        return date_format(period.first, "j M Y")
    return gettext("Week of {}").format(date_format(period.first, "j M Y"))
