"""Columns of the lists, and values as people say them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from wagtail.admin.ui.tables import Column

from wireroom.customers.demos.countries import country_name

_TIME = "j M Y H:i"
TO_THE_SECOND = "j M Y H:i:s"


def plain(name: str, label: str = "", **kwargs: Any) -> Column:
    """Make a column that cannot be sorted by: no index would carry it."""
    return Column(name, label=label or name.replace("_", " ").capitalize(), **kwargs)


class MomentColumn(Column):
    """Times in UTC: “3 days ago” is no answer to “until when?”."""

    def __init__(self, *args: Any, spelling: str, **kwargs: Any) -> None:
        """Take the format of dates."""
        super().__init__(*args, **kwargs)
        self._spelling = spelling

    def get_value(self, instance: Any) -> str:
        """Spell it."""
        value = super().get_value(instance)
        return date_format(value, self._spelling) if value else ""


def moment(name: str, label: str, spelling: str = _TIME) -> MomentColumn:
    """Make a column of times, to the minute unless told otherwise."""
    return MomentColumn(name, label=label, spelling=spelling)


def spell(moment: datetime) -> str:
    """Spell a moment within a sentence: `24 Nov 2026, 10:15 UTC`."""
    return f"{moment.day} {moment:%b %Y, %H:%M %Z}"


class CountryColumn(Column):
    """Countries by name."""

    def get_value(self, instance: Any) -> str:
        """Name it."""
        return country_name(super().get_value(instance))


def country() -> CountryColumn:
    """Make a column of countries."""
    return CountryColumn("country", label="Country")


def in_words(value: Any) -> Any:
    """Say a value of a field as people do."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, datetime):
        return f"{date_format(value, _TIME)} UTC"
    return "" if value is None else value
