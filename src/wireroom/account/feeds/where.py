"""The second half of a feed's form: where it goes, how its format is spelled, when to worry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wireroom.account.feeds import format_options
from wireroom.account.pages.forms import Asked
from wireroom.delivery.destinations.file_names import DEFAULT
from wireroom.formats.registry import Format

_HOURS = 24

_PLAIN = {"autocapitalize": "none", "spellcheck": "false"}
_HIDDEN = {"autocomplete": "off", **_PLAIN}
_MOST_MINUTES = 14 * 24 * 60
_STYLES = (("full", _("The whole text")), ("headline", _("Headline and standfirst")))


class Where(Asked):
    """Where a feed goes; forms of single destinations add to it.

    `target`, `schedule` and `secret` give what was filled in as `make_feed` takes it.
    """

    idle_after_minutes = forms.IntegerField(
        label=_("Warn us when it is silent for … minutes"),
        required=False,
        min_value=5,
        max_value=_MOST_MINUTES,
        help_text=_("Empty: never. A quiet night is silence too."),
    )
    idle_to = forms.CharField(
        label=_("Send the warning to"),
        required=False,
        max_length=500,
        help_text=_("An e-mail address, or an https address that we post to."),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    own: tuple[str, ...] = ()
    """The fields of the destination itself."""

    def __init__(
        self, *args: Any, format_: Format, options: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """Add the fields of a format; `options` are those that a feed has."""
        super().__init__(*args, **kwargs)
        self.fields |= format_options.fields_of(format_)
        self.initial = {**format_options.initial(format_, options or {}), **self.initial}

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of the monitor."""
        facts = super().clean() or self.cleaned_data
        if facts.get("idle_after_minutes") and not facts.get("idle_to"):
            self.add_error("idle_to", _("Say whom to warn."))
        return facts

    def target(self) -> dict[str, Any]:
        """Give where it goes."""
        return {name: self.cleaned_data[name] for name in self.own}

    def schedule(self) -> dict[str, Any]:
        """Give when it goes; empty: at once."""
        return {}

    def secret(self) -> str:
        """Give what was typed to log in with."""
        return ""

    @property
    def option_fields(self) -> list[forms.BoundField]:
        """Give the fields of the format, bound."""
        return [field for field in self if field.name.startswith(format_options.PREFIX)]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """Give the fields of the destination, bound."""
        monitor = {"idle_after_minutes", "idle_to"}
        return [
            field
            for field in self
            if field.name not in monitor and not field.name.startswith(format_options.PREFIX)
        ]


class Webhook(Where):
    """An address that we post to."""

    own = ("url",)
    url = forms.CharField(
        label=_("Address (URL)"),
        max_length=2000,
        help_text=_("It must answer with 2xx within 15 seconds; we do not follow redirects."),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )


class Sftp(Where):
    """A server that we write files to."""

    own = ("host", "port", "user", "directory", "file_name", "host_keys", "manifest")
    host = forms.CharField(label=_("Server"), max_length=253, widget=forms.TextInput(attrs=_PLAIN))
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65_535, initial=22)
    host_keys = forms.CharField(
        label=_("Host keys"),
        max_length=20_000,
        help_text=_("Public keys of the server, one a line. We write to no server with another."),
        widget=forms.Textarea(attrs={"rows": 3, **_PLAIN}),
    )
    user = forms.CharField(label=_("User"), max_length=64, widget=forms.TextInput(attrs=_HIDDEN))
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    private_key = forms.CharField(
        label=_("Or a private key"),
        required=False,
        max_length=20_000,
        help_text=_("In OpenSSH's form, without a passphrase. Kept sealed and never shown again."),
        widget=forms.Textarea(attrs={"rows": 3, **_HIDDEN}),
    )
    directory = forms.CharField(
        label=_("Directory"),
        required=False,
        max_length=500,
        help_text=_("Such as incoming/wire. Empty: where the user comes in."),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    file_name = forms.CharField(
        label=_("File names"),
        max_length=100,
        initial=DEFAULT,
        help_text=_(
            "Made of {number}, {slugline}, {guid}, {version}, {date}, {update_type} and {suffix}."
        ),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    manifest = forms.BooleanField(
        label=_("Write a manifest with a checksum beside each file"), required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        """Take a password or a key, not both."""
        facts = super().clean()
        if facts.get("password") and facts.get("private_key"):
            self.add_error("private_key", _("Give a password or a private key, not both."))
        return facts

    def clean_private_key(self) -> str:
        """Keep the line's end that a key has, whatever the browser made of it."""
        text = str(self.cleaned_data["private_key"]).replace("\r\n", "\n").strip()
        return f"{text}\n" if text else ""

    def secret(self) -> str:
        """Give the password or the key."""
        return str(self.cleaned_data["password"] or self.cleaned_data["private_key"])


class Email(Where):
    """Addresses that we write to."""

    own = ("to", "style")
    to = forms.CharField(
        label=_("E-mail addresses"),
        max_length=10_000,
        help_text=_("One a line, or with commas between; 50 at most."),
        widget=forms.Textarea(attrs={"rows": 3, **_PLAIN}),
    )
    style = forms.ChoiceField(label=_("Each story as"), choices=_STYLES)
    hours = forms.CharField(
        label=_("Collected at these hours"),
        required=False,
        max_length=100,
        help_text=_("Such as “8, 18”. Empty: each story at once. Holds and kills never wait."),
    )
    zone = forms.ChoiceField(label=_("Time zone of the hours"), required=False, initial="UTC")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """List the time zones."""
        super().__init__(*args, **kwargs)
        zones: Any = self.fields["zone"]
        zones.choices = [(name, name) for name in sorted(available_timezones())]

    def clean_to(self) -> list[str]:
        """Give the addresses."""
        return [text for text in re.split(r"[\s,;]+", self.cleaned_data["to"]) if text]

    def clean_hours(self) -> list[int]:
        """Give the hours."""
        found = [text for text in re.split(r"[\s,;]+", self.cleaned_data["hours"]) if text]
        hours = [text.removesuffix(":00") for text in found]
        if not all(hour.isdecimal() and int(hour) < _HOURS for hour in hours):
            raise ValidationError(_("Write full hours from 0 to 23, such as “8, 18”."))
        return sorted({int(hour) for hour in hours})

    def schedule(self) -> dict[str, Any]:
        """Give the hours and their zone."""
        hours = self.cleaned_data["hours"]
        return {"hours": hours, "zone": self.cleaned_data["zone"] or "UTC"} if hours else {}


FORMS: dict[str, type[Where]] = {"webhook": Webhook, "sftp": Sftp, "email": Email}


def form_for(destination: str) -> type[Where]:
    """Give the form of a destination; those that the customer reads from add nothing to it."""
    return FORMS.get(destination, Where)


def facts_of(form: Where) -> dict[str, Any]:
    """Give what was filled in by the names of `make_feed`."""
    return {
        "target": form.target(),
        "schedule": form.schedule(),
        "secret": form.secret(),
        "options": format_options.read(form.cleaned_data),
        "idle_after_minutes": form.cleaned_data["idle_after_minutes"],
        "idle_to": form.cleaned_data["idle_to"],
    }
