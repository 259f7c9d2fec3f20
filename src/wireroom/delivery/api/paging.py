"""Addresses of further pages (RFC 8288), absolute, with all that was asked."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

BASE = "/api/v1"


def base_of(request: HttpRequest) -> str:
    """Give the address of the API as the customer reaches it, without a slash at its end."""
    return request.build_absolute_uri(BASE)


def linked(
    request: HttpRequest, response: HttpResponse, pages: Mapping[str, Mapping[str, object] | None]
) -> HttpResponse:
    """Add `Link` with the pages that there are, by relation; each says what its cursor is."""
    links = [
        f'<{_address(request, parts)}>; rel="{relation}"'
        for relation, parts in pages.items()
        if parts is not None
    ]
    if links:
        response.headers["Link"] = ", ".join(links)
    return response


def _address(request: HttpRequest, parts: Mapping[str, object]) -> str:
    asked = request.GET.copy()
    for name in ("before", "after", "cursor"):
        asked.pop(name, None)
    for name, value in parts.items():
        asked[name] = str(value)
    path = quote(request.path, safe="/:")
    return f"{request.build_absolute_uri(path)}?{asked.urlencode()}"
