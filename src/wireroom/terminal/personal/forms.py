"""What a person fills in to make a topic."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wireroom.terminal.personal.palette import COLOURS

EMAIL = (("none", _("none")), ("instant", _("at once")), ("digest", _("in the digest")))
BUDGETS = (
    (0, _("no limit")),
    (3, _("3 an hour")),
    (6, _("6 an hour")),
    (12, _("12 an hour")),
    (30, _("30 an hour")),
    (60, _("60 an hour")),
)
USUAL_BUDGET = 12


class RuleForm(forms.Form):
    """How a topic reaches the person."""

    on_screen = forms.BooleanField(required=False, initial=True)
    sound = forms.BooleanField(required=False)
    desktop = forms.BooleanField(required=False)
    email = forms.ChoiceField(required=False, choices=EMAIL)
    webhook = forms.BooleanField(required=False)
    budget = forms.TypedChoiceField(
        choices=BUDGETS, coerce=int, initial=USUAL_BUDGET, required=False
    )

    def clean_budget(self) -> int:
        """Take the usual limit when none was named; 0 is none."""
        chosen = self.cleaned_data["budget"]
        return USUAL_BUDGET if chosen == "" else int(chosen)

    def clean_email(self) -> str:
        """Mail nothing when nothing was chosen."""
        return self.cleaned_data["email"] or EMAIL[0][0]


class TopicForm(RuleForm):
    """A topic of one's own: what to watch for, and how it reaches the person."""

    query = forms.CharField(
        max_length=10_000, error_messages={"required": _("Say what to watch for.")}
    )
    name = forms.CharField(max_length=80, required=False)
    folder = forms.CharField(max_length=60, required=False)
    colour = forms.ChoiceField(choices=list(COLOURS.items()), required=False)
    is_shared = forms.BooleanField(required=False)

    def clean_colour(self) -> str:
        """Take the first colour when none was chosen."""
        return self.cleaned_data["colour"] or next(iter(COLOURS))

    def clean(self) -> dict[str, Any] | None:
        """Name the topic by its search when it has no name."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("name"):
            cleaned["name"] = name_of(cleaned.get("query", ""))
        return cleaned


def name_of(query: str) -> str:
    """Make a name of a search: its own words, shortened at a space."""
    text = " ".join(query.split())
    if len(text) <= 40:  # noqa: PLR2004 - what the rail shows without cutting
        return text or gettext("Topic")
    return text[:40].rpartition(" ")[0].rstrip() + "…" if " " in text[:40] else text[:39] + "…"
