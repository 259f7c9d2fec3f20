"""Terms of use, identity providers, invitations, letters."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import CreateView

from wireroom.customers.backoffice.filters import InvitationFilters, LetterFilters
from wireroom.customers.backoffice.listing import (
    CustomersViewSet,
    FromAddressView,
    RecordInspectView,
    moment,
    plain,
)
from wireroom.customers.fields import CodesFormField
from wireroom.customers.models import IdentityProvider, Invitation, OutgoingMail, TermsOfUse
from wireroom.customers.services.terms import publish_terms
from wireroom.customers.terms_queries import terms_in_force
from wireroom.kernel.clock import utc_now


class TermsForm(forms.ModelForm):
    """A new version of the terms."""

    class Meta:
        model = TermsOfUse
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 25})}  # noqa: RUF012 - Django reads class attributes
        help_texts = {  # noqa: RUF012 - as above
            "text": "Markdown. When it is published, everybody agrees to it before going on; the "
            "versions before it stay on record with who agreed to them."
        }


class PublishTermsView(CreateView):
    """Publishes a version; begins with the text in force."""

    submit_button_label = "Publish"
    submit_button_active_label = "Publishing…"

    def get_initial(self) -> dict[str, Any]:
        """Start from the text in force."""
        now_in_force = terms_in_force()
        return {"text": now_in_force.text if now_in_force else ""}

    def save_instance(self) -> TermsOfUse:
        """Publish instead of saving."""
        text, actor = self.form.cleaned_data["text"], self.request.user.email
        number = publish_terms(text=text, now=utc_now(), actor=actor)
        return TermsOfUse.objects.get(number=number)

    def get_success_message(self, instance: TermsOfUse) -> str:
        """Say what follows."""
        return f"Version {instance.number} is in force. Everybody agrees to it before going on."

    def get_success_buttons(self) -> list[Any]:
        """Offer no changing: what is published stays."""
        return []


class TermsViewSet(CustomersViewSet):
    """Terms of use."""

    model = TermsOfUse
    icon = "doc-full"
    form_class = TermsForm
    add_view_class = PublishTermsView
    list_display = ("number", moment("published_at", "Published"), plain("published_by", "By"))
    search_fields = ("text",)
    list_export = ("number", "published_at", "published_by", "text")
    inspect_view_fields = ("number", "published_at", "published_by", "text")


class ProviderForm(forms.ModelForm):
    """A provider; its secret goes in and never comes out."""

    domains = CodesFormField(
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="E-mail domains it vouches for, one a line: no others.",
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

    def get_company_display_value(self) -> str:
        """Name the company."""
        return str(self.object.company)

    def get_config_display_value(self) -> str:
        """Show the configuration as it is written."""
        return json.dumps(self.object.config, indent=1, ensure_ascii=False)

    def get_domains_display_value(self) -> str:
        """Join the domains."""
        return ", ".join(self.object.domains)


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


class InvitationInspectView(RecordInspectView):
    """An invitation."""

    def get_company_display_value(self) -> str:
        """Name the company."""
        return str(self.object.company)

    def acts(self) -> list[tuple[str, str]]:
        """Lead to the company."""
        return [("Show the company", reverse("company:inspect", args=[self.object.company_id]))]


class InvitationViewSet(CustomersViewSet):
    """Invitations, to read."""

    model = Invitation
    icon = "mail"
    inspect_view_class = InvitationInspectView
    list_display = (
        "email", plain("company"), plain("get_role_display", "Role"), plain("invited_by", "By"),
        moment("sent_at", "Sent"), moment("expires_at", "Expires"),
        moment("accepted_at", "Accepted"), moment("revoked_at", "Taken back"),
    )  # fmt: skip
    related = ("company",)
    filterset_class = InvitationFilters
    search_fields = ("email", "company")
    list_export = (
        "email", "company", "role", "invited_by", "sent_at", "expires_at", "accepted_at",
        "revoked_at",
    )  # fmt: skip
    inspect_view_fields = list_export


class LetterInspectView(RecordInspectView):
    """A letter's way, without its text: there are keys in letters that only the addressee has."""

    def get_sent_at_display_value(self) -> datetime | str:
        """Say when, or that it has not gone."""
        return self.object.sent_at or "not yet"


class LetterViewSet(CustomersViewSet):
    """Letters, to read."""

    model = OutgoingMail
    name = "letter"
    icon = "mail"
    inspect_view_class = LetterInspectView
    list_display = (
        "subject", plain("to"), moment("made_at", "Written"), moment("sent_at", "Sent"),
        plain("attempts"), plain("trouble"),
    )  # fmt: skip
    filterset_class = LetterFilters
    search_fields = ("to", "subject")
    list_export = ("to", "subject", "made_at", "due_at", "attempts", "sent_at", "trouble")
    inspect_view_fields = (
        "to", "subject", "reply_to", "made_at", "due_at", "attempts", "sent_at", "failed_at",
        "trouble",
    )  # fmt: skip
