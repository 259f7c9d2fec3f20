"""The forms of account pages."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wireroom.account.pages.words import CHANNELS
from wireroom.customers.addresses import canonical_email
from wireroom.customers.policy import Channel

ROLES = (("reader", _("Reader")), ("administrator", _("Administrator")))
DAYS = (("30", _("30 days")), ("90", _("90 days")), ("180", _("180 days")), ("365", _("One year")))
SCOPES = (Channel.STREAM, Channel.API, Channel.FEED, Channel.SFTP)
"""What a machine can read by; the other channels are a person's."""
MOST_AT_ONCE = 50


class Asked(forms.Form):
    """A form that says in our words what is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Word the error of an empty field, unless it has words of its own."""
        super().__init__(*args, **kwargs)
        usual = forms.Field.default_error_messages["required"]
        for field in self.fields.values():
            if field.error_messages["required"] == usual:
                field.error_messages["required"] = _("Please fill this in.")


class Profile(Asked):
    """What people say of themselves."""

    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    job_title = forms.CharField(label=_("Job title"), max_length=150, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Tell browsers what goes where."""
        super().__init__(*args, **kwargs)
        hints = ("given-name", "family-name", "organization-title", "tel")
        for field, hint in zip(self.fields.values(), hints, strict=True):
            field.widget.attrs["autocomplete"] = hint


class Invite(Asked):
    """Whom to invite."""

    emails = forms.CharField(
        label=_("E-mail addresses"),
        help_text=_("One a line, or with commas between; up to 50 at once."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocapitalize": "none", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial="reader")

    def clean_emails(self) -> list[str]:
        """Give the addresses; say which of them are none."""
        found = [text for text in re.split(r"[\s,;]+", self.cleaned_data["emails"]) if text]
        if wrong := [text for text in found if not _is_address(text)]:
            raise ValidationError(
                ngettext(
                    "This is no e-mail address: {}.",
                    "These are no e-mail addresses: {}.",
                    len(wrong),
                ).format(", ".join(text[:80] for text in wrong[:5]))
            )
        if len(found) > MOST_AT_ONCE:
            raise ValidationError(_("Invite at most 50 people at once."))
        return found


def _is_address(text: str) -> bool:
    try:
        validate_email(canonical_email(text))
    except ValidationError:
        return False
    return True


class MoreSeats(Asked):
    """How many seats a company would like beside those it has."""

    seats = forms.IntegerField(label=_("How many more"), min_value=1, max_value=10_000, initial=5)
    words = forms.CharField(
        label=_("What we should know"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class Token(Asked):
    """A token to be made, for those of `SCOPES` that `covered` has."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("What uses it, such as “newsroom system, London”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may read by"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one."),
            "invalid_choice": _("None of your subscriptions in force covers this."),
        },
    )
    days = forms.ChoiceField(label=_("Stops working after"), choices=DAYS, initial="365")

    def __init__(self, *args: Any, covered: Collection[str], **kwargs: Any) -> None:
        """Offer what is covered, the first of it ticked."""
        super().__init__(*args, **kwargs)
        choices = [(str(scope), CHANNELS[scope]) for scope in SCOPES if scope in covered]
        field: Any = self.fields["scopes"]
        field.choices, field.initial = choices, [code for code, _name in choices[:1]]


class Accept(Asked):
    """What an invited person fills in."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    password = forms.CharField(
        label=_("Password"),
        help_text=lazystr(" ".join(password_validators_help_texts())),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput,
    )
    terms = forms.BooleanField(
        label=_("I agree to the terms of use"),
        error_messages={"required": _("To go on, agree to the terms of use.")},
    )

    def __init__(self, *args: Any, email: str, has_terms: bool, **kwargs: Any) -> None:
        """Ask for agreement when there are terms; `email` is who is invited."""
        super().__init__(*args, **kwargs)
        self._email = email
        if not has_terms:
            del self.fields["terms"]
        hints = {"first_name": "given-name", "last_name": "family-name", "password": "new-password"}
        for name, hint in hints.items():
            self.fields[name].widget.attrs["autocomplete"] = hint

    def clean_password(self) -> str:
        """Refuse a password that others would guess."""
        password = str(self.cleaned_data["password"])
        names = {name: self.cleaned_data.get(name, "") for name in ("first_name", "last_name")}
        validate_password(password, get_user_model()(email=self._email, **names))
        return password
