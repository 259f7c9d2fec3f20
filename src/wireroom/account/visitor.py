"""What a request comes from."""

from __future__ import annotations

from django.http import HttpRequest

_AGENT_CHARACTERS = 300


def agent_of(request: HttpRequest) -> str:
    """Give what the browser calls itself, cut to what the record holds."""
    return request.headers.get("User-Agent", "")[:_AGENT_CHARACTERS]
