"""Identity providers of companies."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from wagtail.admin.ui.tables import BooleanColumn

from wireroom.customers.backoffice.columns import plain
from wireroom.customers.backoffice.listing import (
    CustomersViewSet,
    FromAddressView,
    RecordInspectView,
)
from wireroom.customers.fields import CodesFormField
from wireroom.customers.models import IdentityProvider


class ProviderForm(forms.ModelForm):
    """A provider; its secret goes in and never comes out."""

    domains = CodesFormField(
        widget=forms.Textarea(attrs={"rows": 2}),
        label="E-mail domains",
        help_text="It vouches for people with these addresses and no others. One a line, such as "
        "bank.example.",
    )
    new_secret = forms.CharField(
        required=False,
        strip=True,
        label="Client secret (OpenID Connect)",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Leave empty to keep the present one. It is sealed and never shown.",
    )

    class Meta:
        model = IdentityProvider
        fields = ("company", "code", "name", "protocol", "domains", "required", "config", "active")
        labels = {  # noqa: RUF012 - Django reads class attributes
            "name": "Name on the button",
            "domains": "E-mail domains",
            "required": "Only this way",
            "config": "Configuration",
        }
        help_texts = {  # noqa: RUF012 - as above
            "code": "In the addresses that the other house is told, such as “acme”: letters, "
            "digits, hyphens. A change breaks what was entered there.",
            "name": "Sign-in page: “Sign in with …”.",
            "required": "People with these addresses sign in through it and no other way: no "
            "passwords.",
            "config": "JSON. OpenID Connect: {"
            '"server_url": "https://…", "client_id": "…"}. SAML: {"entity_id": "…", '
            '"sso_url": "https://…", "x509cert": "…"}.',
            "active": "Take the tick away, and nobody signs in through it any more.",
        }
        widgets = {  # noqa: RUF012 - Django reads class attributes
            "config": forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})
        }

    def _post_clean(self) -> None:
        """Give the secret to the record before it checks itself."""
        if secret := self.cleaned_data.get("new_secret"):
            self.instance.secret = secret
        super()._post_clean()


class ProviderInspectView(RecordInspectView):
    """A provider, without its secret."""

    def get_field_label(self, field_name: str, field: Any) -> str:
        """Call the fields as the form does."""
        return ProviderForm.Meta.labels.get(field_name) or super().get_field_label(
            field_name, field
        )

    def get_config_display_value(self) -> str:
        """Show the configuration as it is written."""
        return json.dumps(self.object.config, indent=1, ensure_ascii=False)


class ProviderViewSet(CustomersViewSet):
    """Identity providers."""

    model = IdentityProvider
    icon = "lock"
    form_class = ProviderForm
    add_view_class = FromAddressView
    inspect_view_class = ProviderInspectView
    list_display = (
        "name", plain("company"), plain("get_protocol_display", "Protocol"),
        BooleanColumn("required", label="Required"), BooleanColumn("active", label="Active"),
    )  # fmt: skip
    related = ("company",)
    search_fields = ("name", "code", "company")
    list_export = ("company", "code", "name", "protocol", "domains", "required", "active")
    inspect_view_fields = (*list_export, "config")
