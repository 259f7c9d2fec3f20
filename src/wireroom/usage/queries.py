"""What a company has done, in numbers."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet, Sum

from wireroom.usage.models import DailyCount, What

__all__ = ["DayCount", "PersonCount", "UsageRow", "What", "by_day", "by_person", "rows"]


_COLUMNS = ("day", "person_id", "what", "channel", "count")


class DayCount(NamedTuple):
    """How often a company did one thing on one day."""

    day: date
    what: str
    times: int


class PersonCount(NamedTuple):
    """How often one of a company's people (0: its machines) did one thing."""

    person_id: int
    what: str
    times: int


class UsageRow(NamedTuple):
    """A count as it is kept."""

    day: date
    person_id: int
    what: str
    channel: str
    times: int


def by_day(company_id: int, first: date, last: date) -> list[DayCount]:
    """Sum up each day from `first` to `last`, both included; days without anything are missing."""
    found = _between(company_id, first, last).values_list("day", "what")
    return [DayCount(*facts) for facts in found.annotate(Sum("count")).order_by("day", "what")]


def by_person(company_id: int, first: date, last: date) -> list[PersonCount]:
    """Sum up what each person did from `first` to `last`, both included."""
    found = _between(company_id, first, last).values_list("person_id", "what")
    return [PersonCount(*facts) for facts in found.annotate(Sum("count")).order_by("person_id")]


def rows(company_id: int, first: date, last: date) -> list[UsageRow]:
    """Give every count from `first` to `last`, both included, in order."""
    found = _between(company_id, first, last).order_by("day", "person_id", "what", "channel")
    return [UsageRow(*facts) for facts in found.values_list(*_COLUMNS)]


def _between(company_id: int, first: date, last: date) -> QuerySet[DailyCount]:
    return DailyCount.objects.filter(company_id=company_id, day__range=(first, last))
