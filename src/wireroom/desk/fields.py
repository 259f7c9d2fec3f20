"""A list of topics, ticked in the editor."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import models

from wireroom.kernel import mediatopics as topics

_MEDTOP = re.compile(r"medtop:\d{8}")


class TopicBoxes(forms.CheckboxSelectMultiple):
    """Boxes for the topics in use, and for those a story came with: from elsewhere, or retired."""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """Give the groups of boxes; a topic that is not in the table can be kept or unticked."""
        table = self.choices
        others = [(code, _name(code)) for code in value if code and not topics.is_offered(code)]
        self.choices = [*table, ("from elsewhere", others)] if others else table
        try:
            return super().optgroups(name, value, attrs)
        finally:
            self.choices = table


def _name(code: str) -> str:
    """Name a topic that is not offered; of a retired one, the editor should know that it is."""
    retired = " (retired)" if topics.is_retired(code) else ""
    return topics.LABELS.get(code, code) + retired


class TopicsFormField(forms.MultipleChoiceField):
    """Codes of IPTC Media Topics."""

    widget = TopicBoxes

    def valid_value(self, value: str) -> bool:
        """Accept every well-formed code: a story may come with topics that our table leaves out."""
        return _MEDTOP.fullmatch(value) is not None


class TopicsField(models.JSONField):
    """A list of topic codes, stored as JSON."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make a list that may be empty."""
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **_: Any) -> forms.Field:
        """Offer the table of topics, grouped by its top level."""
        return TopicsFormField(
            choices=topics.choices,
            required=False,
            widget=TopicBoxes(attrs={"class": "desk-topics"}),
            label=str(self.verbose_name).capitalize(),
            help_text=self.help_text,
        )
