"""The fields of a format's own settings, made from what the format declares."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from wireroom.formats.options import Option, TableOption
from wireroom.formats.registry import Format

_MOST_DIGITS = 9
"""No option of any format is a longer number."""

PREFIX = "option_"


class Judged(forms.Field):
    """A setting, judged by the format that declares it."""

    def __init__(self, option: Option, **kwargs: Any) -> None:
        """Take the declaration."""
        super().__init__(label=option.name.replace("_", " ").capitalize(), required=False, **kwargs)
        self.option = option

    def clean(self, value: Any) -> Any:
        """Give the value as the format takes it; None: the usual one."""
        found = self.read(value)
        if found is not None and (trouble := self.option.judge(found)):
            raise ValidationError(trouble)
        return found

    def read(self, value: Any) -> Any:
        """Turn what was typed into a value."""
        return str(value).strip() or None if value is not None else None


class Chosen(Judged):
    """One of the values that there are."""

    def __init__(self, option: Option) -> None:
        """List them."""
        self._values = {_said(value): value for value in option.choices}
        choices = [(text, _named(text)) for text in self._values]
        super().__init__(option, widget=forms.Select(choices=choices), help_text=option.about)

    def prepare_value(self, value: Any) -> Any:
        """Show the value in force."""
        return _said(value)

    def read(self, value: Any) -> Any:
        """Find the value; what is none of them is left to be judged."""
        return self._values.get(value, value) if value not in (None, "") else None


class Number(Judged):
    """A whole number."""

    def read(self, value: Any) -> Any:
        """Read it; what is no number is left to be judged."""
        text = str(value or "").strip()
        is_number = text.removeprefix("-").isdecimal() and len(text) <= _MOST_DIGITS
        return int(text) if is_number else text or None


class Rows(Judged):
    """Rows of a table, as a JSON object."""

    default_error_messages = {  # noqa: RUF012 - Django reads class attributes
        "no_json": gettext_lazy("Write a JSON object, such as {}."),
    }

    def prepare_value(self, value: Any) -> Any:
        """Show the rows that differ from the usual table."""
        return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else value

    def read(self, value: Any) -> Any:
        """Parse it."""
        text = str(value or "").strip()
        try:
            return json.loads(text) if text else None
        except ValueError as error:
            example = json.dumps(dict(list(self.option.usual.items())[:1]), ensure_ascii=False)
            raise ValidationError(
                self.error_messages["no_json"].replace("{}", example), code="no_json"
            ) from error


def fields_of(format_: Format) -> dict[str, forms.Field]:
    """Give a field for each setting of a format, by its name in the form."""
    return {PREFIX + option.name: _field(option) for option in format_.options}


def read(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Give the settings that differ from nothing, from a form with these fields."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in cleaned.items()
        if name.startswith(PREFIX) and value is not None
    }


def initial(format_: Format, options: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the fields show at first: a feed's own settings, else the usual ones."""
    return {
        PREFIX + option.name: options.get(
            option.name, None if isinstance(option, TableOption) else option.usual
        )
        for option in format_.options
    }


def _field(option: Option) -> forms.Field:
    if option.choices:
        return Chosen(option)
    if isinstance(option, TableOption):
        widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})
        about = gettext("{} As JSON; rows that are not named stay as they are.").format(
            option.about
        )
        return Rows(option, widget=widget, help_text=about)
    if type(option.usual) is int:
        return Number(option, help_text=option.about)
    return Judged(option, help_text=option.about)


def _said(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _named(text: str) -> str:
    return {"true": gettext("Yes"), "false": gettext("No")}.get(text, text)
