"""Where a request comes from."""

from __future__ import annotations

from django.http import HttpRequest

_AGENT_CHARACTERS = 300


def address_of(request: HttpRequest) -> str:
    """Give the client's address as the middleware found it behind proxies; empty: unknown."""
    found = getattr(request, "client_address", None) or request.META.get("REMOTE_ADDR")
    return str(found or "")


def agent_of(request: HttpRequest) -> str:
    """Give what the browser calls itself, cut to what the record holds."""
    return str(request.META.get("HTTP_USER_AGENT", ""))[:_AGENT_CHARACTERS]
