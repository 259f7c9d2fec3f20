"""Forms of the back office that need more than their model."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import models

from wireroom.customers.models import (
    AccessToken,
    Company,
    Customer,
    Person,
    Product,
    Subscription,
)
from wireroom.customers.models.product import OFFER_FIELDS
from wireroom.customers.policy import Channel
from wireroom.customers.product_query import explain

CHANNEL_WORDS = {
    Channel.TERMINAL: "Terminal",
    Channel.STREAM: "Stream",
    Channel.API: "API",
    Channel.FEED: "Feeds",
    Channel.WEBHOOK: "Webhooks",
    Channel.SFTP: "SFTP",
    Channel.EMAIL: "E-mail",
    Channel.EXPORT: "Export (many stories at once)",
}


class ChannelsField(forms.MultipleChoiceField):
    """Channels to tick; none means all."""

    def __init__(self, help_text: str = "Tick none to allow all.", **kwargs: Any) -> None:
        """Offer the policy's channels."""
        choices = [(channel.value, CHANNEL_WORDS[channel]) for channel in Channel]
        super().__init__(
            choices=choices,
            required=False,
            help_text=help_text,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


class StaffField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Somebody of the agency; they are few enough for a list."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer those who may sign in."""
        staff: models.QuerySet[Any] = Person.objects.filter(is_staff=True, is_active=True)
        super().__init__(queryset=staff, required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Show the name, which sales know better than the address."""
        return str(obj.get_full_name() or obj.email)


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A company."""

    manager = StaffField(help_text="Whom of the agency it talks to.")

    class Meta:
        model = Company
        fields = ("name", "code", "active", "country", "domain", "networks", "manager", "notes")
        help_texts = {  # noqa: RUF012 - Django reads class attributes
            "code": "Short name in lists and files, such as “merrow”: letters, digits, hyphens.",
            "active": "Take the tick away, and its people and machines read nothing any more.",
            "country": "Two letters, such as GB or KZ.",
            "domain": "Of its people’s e-mail addresses, such as bank.example.",
            "networks": "One a line, such as 192.0.2.0/24. Its people and machines come from these "
            "addresses only; empty: from anywhere.",
        }
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}  # noqa: RUF012 - as above

    def clean_country(self) -> str:
        """Write it in capitals."""
        return str(self.cleaned_data["country"]).upper()


class CustomerForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Somebody of a company; the agency's own people are made elsewhere."""

    new_password = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Leave empty to keep the present one. A new one signs the person out everywhere.",
    )

    class Meta:
        model = Customer
        fields = (
            "email", "first_name", "last_name", "company", "role", "job_title", "phone",
            "is_active",
        )  # fmt: skip
        labels = {"is_active": "May sign in"}  # noqa: RUF012 - Django reads class attributes
        help_texts = {  # noqa: RUF012 - as above
            "is_active": "Take the tick away, and all sessions, streams and tokens end at once."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Insist on a company: without one the person would vanish from the list."""
        super().__init__(*args, **kwargs)
        self.fields["company"].required = True
        self.fields["role"].required = False

    def clean_role(self) -> str:
        """Take whoever has no role for what they are, or for a reader."""
        return self.cleaned_data["role"] or str(self.instance.role)

    def clean_new_password(self) -> str:
        """Hold the password to the house rules."""
        password: str = self.cleaned_data["new_password"]
        if password:
            validate_password(password, self.instance)
        return password

    def save(self, commit: bool = True) -> Customer:  # noqa: FBT001, FBT002 - Django's
        """Save, with the new password if there is one; without any, nobody can sign in."""
        password = self.cleaned_data["new_password"]
        if password or self.instance.pk is None:
            self.instance.set_password(password or None)
        saved: Customer = super().save(commit=commit)
        return saved


class ProductForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A product, with its query in words below it."""

    channels = ChannelsField(help_text="By which ways it can be read. Tick none to allow all.")
    delay_minutes = forms.IntegerField(
        min_value=0,
        required=False,
        initial=0,
        help_text="How many minutes after its release a story can be read; 0: at once.",
    )

    class Meta:
        model = Product
        fields = (
            "name", "code", "description", "price_text", "listed", *OFFER_FIELDS, "samples",
            "active",
        )  # fmt: skip
        widgets = {  # noqa: RUF012 - Django reads class attributes
            "query": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
            "description": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what the stored query means."""
        super().__init__(*args, **kwargs)
        if self.instance.query:
            words = explain(self.instance.query)
            self.fields["query"].help_text += f" Now: {words}."

    def clean_delay_minutes(self) -> int:
        """Take an empty box for no delay."""
        return self.cleaned_data["delay_minutes"] or 0


class SubscriptionForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A subscription."""

    channels = ChannelsField(help_text="Beside the product’s own. Tick none to allow all.")
    sold_by = StaffField()
    delay_minutes = forms.IntegerField(
        min_value=0,
        required=False,
        initial=0,
        help_text="At least so many minutes after a story’s release, beside the product’s own.",
    )

    class Meta:
        model = Subscription
        fields = (
            "company", "product", "kind", "active_from", "active_to", "seats", "channels",
            "delay_minutes", "sample_only", "sold_by", "note",
        )  # fmt: skip
        help_texts = {  # noqa: RUF012 - Django reads class attributes
            "active_from": "UTC.",
            "active_to": "UTC, the first moment without it; empty: until further notice.",
        }

    def clean_delay_minutes(self) -> int:
        """Take an empty box for no delay."""
        return self.cleaned_data["delay_minutes"] or 0


class TokenForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A token to be issued: of a company, or of one of its people."""

    scopes = ChannelsField(
        help_text="What it may be used for. Tick none to allow all but the terminal, where people "
        "sign in."
    )

    class Meta:
        model = AccessToken
        fields = ("name", "company", "person", "scopes", "expires_at")
        help_texts = {  # noqa: RUF012 - Django reads class attributes
            "expires_at": "UTC; empty: until it is revoked."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the people of companies only: a token of staff would read the whole wire."""
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Customer.objects.all()  # type: ignore[attr-defined]  # a choice of rows
