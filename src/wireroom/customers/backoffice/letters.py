"""Invitations and other letters, to read."""

from __future__ import annotations

from datetime import datetime

from wireroom.customers.backoffice.columns import moment, plain
from wireroom.customers.backoffice.filters import InvitationFilters, LetterFilters
from wireroom.customers.backoffice.listing import (
    CustomersViewSet,
    RecordInspectView,
    inspect_url,
)
from wireroom.customers.models import Invitation, OutgoingMail


class InvitationInspectView(RecordInspectView):
    """An invitation."""

    def acts(self) -> list[tuple[str, str]]:
        """Lead to the company."""
        return [("Show the company", inspect_url(self.object.company))]


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
