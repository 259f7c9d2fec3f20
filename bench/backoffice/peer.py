"""The peer: Wagtail's own list of the same people, as its documentation sets one up."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from wireroom.customers.models import AccessToken, Customer

LIST, FORM = "peer_people", "peer_tokens"


class PeerPeople(ModelViewSet):
    """People: columns, filters and search named by their fields, nothing else."""

    model = Customer
    name = LIST
    form_fields = ("email", "first_name", "last_name", "company")
    list_display = ("email", "first_name", "last_name", "company", "is_active", "last_login")
    list_filter = ("company", "is_active")
    search_fields = ("email", "first_name", "last_name", "company__name")
    inspect_view_enabled = True


class PeerTokens(ModelViewSet):
    """Tokens, for the form that offers companies and people."""

    model = AccessToken
    name = FORM
    form_fields = ("name", "company", "person", "expires_at")


def register() -> None:
    """Put it into the desk, before the addresses are made."""

    @hooks.register("register_admin_viewset")
    def _viewsets() -> list[Any]:
        return [PeerPeople(), PeerTokens()]
