"""The form by which a feed is sent again."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from wireroom.account.pages.forms import Asked
from wireroom.matching.rules import is_time_zone

_FROM = (
    ("number", _("From a number")),
    ("moment", _("From a moment")),
    ("yesterday", _("Since yesterday 08:00")),
)
_YESTERDAY_AT = time(8)
_YEARS = range(1970, 9000)


class Back(Asked):
    """From where on to send again."""

    by = forms.ChoiceField(label=_("Send again"), choices=_FROM, initial="number")
    number = forms.IntegerField(label=_("Number"), required=False, min_value=1, max_value=10**18)
    moment = forms.DateTimeField(
        label=_("Released since"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        initial="UTC",
        max_length=64,
        help_text=_("For a moment and for yesterday 08:00, such as Europe/London."),
    )

    def clean_zone(self) -> str:
        """Refuse what is no zone."""
        zone = str(self.cleaned_data["zone"]).strip() or "UTC"
        if not is_time_zone(zone):
            raise forms.ValidationError(_("This is no time zone. Write Europe/London or UTC."))
        return zone

    def clean_moment(self) -> datetime | None:
        """Refuse years that no zone can turn into UTC."""
        moment: datetime | None = self.cleaned_data["moment"]
        if moment is not None and moment.year not in _YEARS:
            raise forms.ValidationError(self.fields["moment"].error_messages["invalid"])
        return moment

    def clean(self) -> dict[str, Any]:
        """Ask for what the choice needs."""
        facts = super().clean() or self.cleaned_data
        by = facts.get("by")
        if by in {"number", "moment"} and not facts.get(by) and by not in self.errors:
            self.add_error(by, _("Please fill this in."))
        return facts

    def since_where(self, now: datetime) -> dict[str, Any]:
        """Give the number or the moment as the service takes it."""
        facts = self.cleaned_data
        if facts["by"] == "number":
            return {"to_number": facts["number"]}
        zone = ZoneInfo(facts["zone"])
        if facts["by"] == "moment":
            return {"since": facts["moment"].replace(tzinfo=zone).astimezone(UTC)}
        day = now.astimezone(zone).date() - timedelta(days=1)
        return {"since": datetime.combine(day, _YESTERDAY_AT, zone).astimezone(UTC)}
