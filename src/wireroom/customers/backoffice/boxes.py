"""Boxes to type in, in the place of lists of everybody; and days."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from wagtail.admin.filters import DateRangePickerWidget

from wireroom.customers.backoffice import finding


class Typed(django_filters.CharFilter):
    """A box to type in; `find` turns what was typed into a condition."""

    def __init__(self, find: Any, **kwargs: Any) -> None:
        """Remember how to find."""
        super().__init__(**kwargs)
        self._find = find

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Narrow the list, if anything was typed."""
        return qs.filter(self._find(value)) if value and value.strip() else qs


def by_company(text: str) -> Q:
    """Ask for companies by name or code."""
    return Q(company__in=finding.companies(text).values("pk"))


def by_person(text: str) -> Q:
    """Ask for people by address or name."""
    return Q(person__in=finding.people(text).values("pk"))


def by_subject(text: str) -> Q:
    """Ask for rows of an audit about the people and companies found."""
    return Q(subject__in=finding.subjects_of(text))


def beginning(field: str) -> Any:
    """Ask for rows whose field begins with what is typed."""
    return lambda text: Q(**{f"{field}__startswith": text.strip()})


def of_company() -> Typed:
    """Narrow to companies by name or code."""
    return Typed(by_company, label="Company (name or code)")


def when(field: str, label: str) -> Any:
    """Narrow to some days."""
    return django_filters.DateFromToRangeFilter(
        field_name=field, label=label, widget=DateRangePickerWidget
    )
