"""The forms of the verbs."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from wireroom.desk.models import Desk, Story, languages
from wireroom.desk.vocabulary import CORRECTIONS


class StoryForm(WagtailAdminModelForm):
    """Writing at a story. The first version is new and needs no reason; see `ReasonPanel`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep the reason that is there when none is given."""
        super().__init__(*args, **kwargs)
        if "update_type" in self.fields:
            self.fields["update_type"].required = False


def put_focus(form: forms.Form, *, elsewhere: bool = False) -> None:
    """Start at the first field with an error, or leave the focus to something `elsewhere`."""
    wrong = next((name for name in form.fields if name in form.errors), None)
    if wrong or elsewhere:
        for field in form.fields.values():
            field.widget.attrs.pop("autofocus", None)
    if wrong:
        form.fields[wrong].widget.attrs["autofocus"] = True


class FlashForm(forms.Form):
    """One line. The hidden key makes two sends of one page one flash."""

    headline = forms.CharField(
        max_length=300,
        label="Flash",
        widget=forms.TextInput(
            attrs={"accesskey": "f", "autocomplete": "off", "placeholder": "One line, then Enter"}
        ),
    )
    desk = forms.ModelChoiceField(Desk.objects, required=False, empty_label="No desk")
    language = forms.ChoiceField(choices=languages)
    key = forms.CharField(max_length=100, widget=forms.HiddenInput)

    @classmethod
    def fresh(cls) -> FlashForm:
        """Make an empty form with a key of its own."""
        return cls(initial={"key": secrets.token_urlsafe(16), "language": languages()[0][0]})


class HoldForm(forms.Form):
    """Why a story must not be used for now."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text="Goes out with the notice.",
    )


class KillForm(forms.Form):
    """Why a story must be deleted everywhere, with a safety catch."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text="Goes out with the notice. Do not repeat what was wrong.",
    )
    headline = forms.CharField(
        required=False,
        max_length=300,
        label="Headline of the notice",
        help_text="Leave empty for “KILL:” and the slugline, or the time of the first version.",
    )
    sure = forms.BooleanField(
        label="Kill this story for good",
        error_messages={"required": "Nothing was sent. Tick the box: a kill cannot be undone."},
    )


class LiftForm(forms.Form):
    """Nothing to fill in."""


class CorrectForm(forms.Form):
    """What was wrong, what is right, where and why; the short fields can be set right here."""

    kind = forms.ChoiceField(choices=CORRECTIONS, widget=forms.RadioSelect, label="What was wrong?")
    was = forms.CharField(
        label="Was",
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        help_text="Word for word: it is then replaced wherever it stands in the text.",
    )
    now = forms.CharField(label="Is", widget=forms.Textarea(attrs={"rows": 2}))
    where = forms.CharField(
        required=False, max_length=200, help_text="Headline, 3rd paragraph, table …"
    )
    why = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    headline = forms.CharField(max_length=300)
    standfirst = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    @classmethod
    def of(cls, text: Story, data: Any = None) -> CorrectForm:
        """Make the form for a story's newest text."""
        initial = {"headline": text.headline, "standfirst": text.standfirst}
        return cls(data, initial={**initial, "kind": CORRECTIONS[0][0]})


class EmbargoForm(forms.Form):
    """When a waiting story leaves instead."""

    until = forms.SplitDateTimeField(
        label="Embargo until (UTC)",
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Date, UTC", "autofocus": ""},
            time_attrs={"type": "time", "step": "1", "aria-label": "Time, UTC"},
            date_format="%Y-%m-%d",
            time_format="%H:%M:%S",
        ),
    )
