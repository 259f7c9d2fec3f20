"""Forms of what is sold: products, subscriptions, tokens."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from wireroom.customers.backoffice.form_fields import SellerField
from wireroom.customers.models import AccessToken, Customer, Product, Subscription
from wireroom.customers.models.product import OFFER_FIELDS
from wireroom.customers.policy import Channel
from wireroom.customers.rights.product_query import explain

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


class ProductForm(forms.ModelForm):
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


class SubscriptionForm(forms.ModelForm):
    """A subscription."""

    channels = ChannelsField(help_text="Beside the product’s own. Tick none to allow all.")
    sold_by = SellerField()
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer whoever sold it, though they sell no more."""
        super().__init__(*args, **kwargs)
        cast("SellerField", self.fields["sold_by"]).keep(self.instance.sold_by_id)

    def clean_delay_minutes(self) -> int:
        """Take an empty box for no delay."""
        return self.cleaned_data["delay_minutes"] or 0


class TokenForm(forms.ModelForm):
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
        self.fields["person"].queryset = Customer.objects.all()
