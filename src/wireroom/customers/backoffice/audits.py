"""The audits, and who is in: to read."""

from __future__ import annotations

from typing import Any

from django.urls import path

from wireroom.customers import views
from wireroom.customers.backoffice.filters import (
    AccessEventFilters,
    RightsChangeFilters,
    SignInFilters,
)
from wireroom.customers.backoffice.listing import (
    CustomersViewSet,
    QuickIndexView,
    RecordInspectView,
    moment,
    plain,
)
from wireroom.customers.history import told
from wireroom.customers.models import AccessEvent, RightsChange, SignIn


class AuditIndexView(QuickIndexView):
    """Either audit, the newest row first."""

    default_ordering = "-id"


class RightsChangeInspectView(RecordInspectView):
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
        "__str__", plain("subject"), moment("at", "When"), plain("actor", "By"),
    )  # fmt: skip
    filterset_class = RightsChangeFilters
    search_fields = ("actor", "what", "subject")
    list_export = ("id", "at", "actor", "what", "subject", "detail")
    inspect_view_fields = ("id", "at", "actor", "what", "subject")


class AccessEventViewSet(CustomersViewSet):
    """The audit of access."""

    model = AccessEvent
    icon = "view"
    index_view_class = AuditIndexView
    ordering = "-id"
    list_display = (
        "what", plain("subject"), moment("at", "When"), plain("actor", "By"),
        plain("address", "From"),
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
