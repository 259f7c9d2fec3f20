"""Short forms of the back office: until when, whom, why."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django import forms

from wireroom.customers.backoffice.form_fields import SellerField
from wireroom.customers.models import AccessToken, CompanyRole, Customer, Product


class UntilField(forms.DateField):
    """The last day of a period, or none."""

    def __init__(self, **kwargs: Any) -> None:
        """Let the browser offer a calendar."""
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Give the first moment (UTC) that belongs to the period no more."""
        day = super().to_python(value)
        return datetime.combine(day, time.min, UTC) if day else None


class UntilForm(forms.Form):
    """A new end."""

    until = UntilField(
        required=False,
        label="New end",
        help_text="The first day without it (from midnight UTC); empty: until further notice.",
    )


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label="E-mail address", max_length=254)
    role = forms.ChoiceField(
        choices=CompanyRole.choices,
        initial=CompanyRole.ADMINISTRATOR,
        help_text="Administrators invite colleagues and manage their company’s tokens.",
    )


class ExtendDemoForm(forms.Form):
    """How much longer a demo runs."""

    days = forms.IntegerField(
        min_value=1,
        max_value=365,
        initial=7,
        help_text="From its end on; one that has ended begins again now. The prospect is told.",
    )


class RefuseDemoForm(forms.Form):
    """Why there is no demo."""

    why = forms.CharField(
        label="Reason",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The prospect reads it.",
    )


class ConvertDemoForm(forms.Form):
    """What was sold."""

    products = forms.ModelMultipleChoiceField(
        queryset=Product.objects.filter(active=True, public=False),
        widget=forms.CheckboxSelectMultiple,
    )
    seats = forms.IntegerField(
        min_value=1,
        required=False,
        help_text="How many may be signed in at the same time; empty: no limit.",
    )
    active_to = UntilField(
        required=False,
        label="Until",
        help_text="The first day without it (from midnight UTC); empty: until further notice.",
    )
    sold_by = SellerField()
    note = forms.CharField(
        required=False,
        max_length=300,
        label="Note on the price",
        help_text="Such as what was agreed. The customer never sees it.",
    )


class SeeAsForm(forms.Form):
    """Through whose eyes to look, and why."""

    person = forms.ModelChoiceField(queryset=Customer.objects.filter(is_active=True))
    reason = forms.CharField(
        min_length=5,
        max_length=300,
        help_text="Such as “ticket 1234: finds no gas news”. It is kept with your name and theirs.",
    )


class WhyForm(forms.Form):
    """Who, and which story."""

    person = forms.ModelChoiceField(queryset=Customer.objects.all(), required=False)
    token = forms.ModelChoiceField(
        queryset=AccessToken.objects.all(), required=False, widget=forms.HiddenInput
    )
    story = forms.CharField(
        max_length=500,
        help_text="The address of the story, or its identity (urn:uuid:…).",
    )

    def clean(self) -> dict[str, Any]:
        """Insist on one of the two."""
        facts = super().clean() or {}
        if not facts.get("person") and not facts.get("token") and not self.errors:
            self.add_error("person", "Choose a person.")
        return facts
