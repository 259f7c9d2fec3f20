"""The audits, and who is in: to read."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.formats import date_format

from wireroom.customers.backoffice import views
from wireroom.customers.backoffice.columns import TO_THE_SECOND, moment, plain
from wireroom.customers.backoffice.filters import (
    AccessEventFilters,
    RightsChangeFilters,
    SignInFilters,
)
from wireroom.customers.backoffice.history import subjects_in_words, told, told_events
from wireroom.customers.backoffice.listing import (
    CustomersViewSet,
    QuickIndexView,
    RecordInspectView,
)
from wireroom.customers.models import AccessEvent, RightsChange, SignIn


class AuditIndexView(QuickIndexView):
    """Either audit, the newest row first."""

    default_ordering = "-id"


class AccessEventIndexView(AuditIndexView):
    """The audit of access, with the names of whom it is about."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name whom the rows of this page are about."""
        context = super().get_context_data(**kwargs)
        rows = context["object_list"]
        names = subjects_in_words(row.subject for row in rows)
        for row in rows:
            row.of_whom = names.get(row.subject, row.subject)
        return context


class AuditInspectView(RecordInspectView):
    """A row of either audit."""

    def get_field_label(self, field_name: str, field: Any) -> str:
        """Call the columns as the list does."""
        labels = {"at": "When", "actor": "By", "subject": "Of", "address": "From"}
        return labels.get(field_name) or super().get_field_label(field_name, field)

    def get_at_display_value(self) -> str:
        """Give the second."""
        return f"{date_format(self.object.at, TO_THE_SECOND)} UTC"

    def get_subject_display_value(self) -> str:
        """Give the name with the number."""
        subject = self.object.subject
        name = subjects_in_words([subject]).get(subject)
        return f"{name} ({subject})" if name else subject


class AccessEventInspectView(AuditInspectView):
    """An event, with its details in words."""

    def get_detail_display_value(self) -> str:
        """Say them."""
        return told_events([self.object])[0].detail


class RightsChangeInspectView(AuditInspectView):
    """One change: before and after."""

    template_name = "customers/rights_change.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Put it in words."""
        return {**super().get_context_data(**kwargs), "change": told([self.object])[0]}


class RightsChangeViewSet(CustomersViewSet):
    """The audit of rights."""

    model = RightsChange
    icon = "history"
    index_view_class = AuditIndexView
    inspect_view_class = RightsChangeInspectView
    ordering = "-id"
    list_display = (
        "__str__", moment("at", "When (UTC)", TO_THE_SECOND), plain("actor", "By"),
    )  # fmt: skip
    filterset_class = RightsChangeFilters
    search_fields = ("actor", "what", "subject")
    list_export = ("id", "at", "actor", "what", "subject", "detail")
    inspect_view_fields = ("id", "at", "actor", "what", "subject")


class AccessEventViewSet(CustomersViewSet):
    """The audit of access."""

    model = AccessEvent
    icon = "view"
    index_view_class = AccessEventIndexView
    inspect_view_class = AccessEventInspectView
    ordering = "-id"
    list_display = (
        "what", plain("of_whom", "Of"), moment("at", "When (UTC)", TO_THE_SECOND),
        plain("actor", "By"), plain("address", "From"),
    )  # fmt: skip
    filterset_class = AccessEventFilters
    search_fields = ("actor", "what", "subject")
    list_export = ("id", "at", "actor", "what", "subject", "address", "detail")
    inspect_view_fields = list_export


class SignInViewSet(CustomersViewSet):
    """Sessions: who is in, and who was. Their keys are shown nowhere."""

    model = SignIn
    icon = "user"
    ordering = "-id"
    list_display = (
        "person", moment("began_at", "Since"), moment("seen_at", "Last seen"),
        plain("address", "From"), plain("method", "By"), moment("ended_at", "Ended"),
        plain("get_ended_why_display", "Why"),
    )  # fmt: skip
    related = ("person",)
    filterset_class = SignInFilters
    search_fields = ("person",)
    list_export = (
        "person", "began_at", "seen_at", "address", "agent", "method", "ended_at", "ended_why",
        "ended_by",
    )  # fmt: skip
    inspect_view_fields = list_export

    def get_urlpatterns(self) -> list[Any]:
        """Add the page that ends one."""
        return [*super().get_urlpatterns(), path("end/<int:pk>/", views.end_session, name="end")]
