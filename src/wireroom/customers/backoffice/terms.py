"""Terms of use: published version by version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import mark_safe
from wagtail.admin.views.generic import CreateView

from wireroom.customers.backoffice.columns import moment, plain
from wireroom.customers.backoffice.history import events_of
from wireroom.customers.backoffice.listing import CustomersViewSet, RecordInspectView
from wireroom.customers.models import TermsOfUse
from wireroom.customers.services.terms import publish_terms
from wireroom.customers.terms.agreement import terms_html
from wireroom.customers.terms.queries import terms_in_force
from wireroom.kernel.clock import utc_now
from wireroom.kernel.markup import tidy


class TermsForm(forms.ModelForm):
    """A new version of the terms."""

    class Meta:
        model = TermsOfUse
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 25})}  # noqa: RUF012 - Django reads class attributes
        help_texts = {  # noqa: RUF012 - as above
            "text": "Markdown: “# ” before a heading, “- ” before an item of a list, **bold**."
        }

    def clean_text(self) -> str:
        """Refuse what is in force already: everybody would have to agree to the same again."""
        text, present = str(self.cleaned_data["text"]), terms_in_force()
        if present and tidy(text) == tidy(present.text):
            raise forms.ValidationError(f"This is version {present.number}, which is in force.")
        return text


class PublishTermsView(CreateView):
    """Publishes a version; begins with the text in force."""

    template_name = "customers/publish_terms.html"
    submit_button_label = "Publish"
    submit_button_active_label = "Publishing…"

    def get_initial(self) -> dict[str, Any]:
        """Start from the text in force."""
        now_in_force = terms_in_force()
        return {"text": now_in_force.text if now_in_force else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what is in force, and for how many."""
        return {**super().get_context_data(**kwargs), "present": terms_in_force()}

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


class TermsInspectView(RecordInspectView):
    """A version, as customers see it, and how many agreed to it."""

    template_name = "customers/terms.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text as a page, and the number."""
        added = {
            "html": mark_safe(terms_html(self.object.text)),  # noqa: S308 - cleaned there
            "agreed": self.object.acceptances.count(),
            "events": events_of(f"terms:{self.object.number}"),
        }
        return {**super().get_context_data(**kwargs), **added}


class TermsViewSet(CustomersViewSet):
    """Terms of use."""

    model = TermsOfUse
    icon = "doc-full"
    form_class = TermsForm
    add_view_class = PublishTermsView
    inspect_view_class = TermsInspectView
    list_display = ("number", moment("published_at", "Published"), plain("published_by", "By"))
    search_fields = ("text",)
    list_export = ("number", "published_at", "published_by", "text")
    inspect_view_fields = ("number", "published_at", "published_by")
