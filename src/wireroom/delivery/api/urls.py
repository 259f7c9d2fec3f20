"""Addresses of the customer API, each guarded; what is none of them is a problem, not a page."""

from __future__ import annotations

from functools import cache

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from wireroom.delivery.api.app import api
from wireroom.delivery.api.guard import guarded, no_such_call
from wireroom.delivery.api.paging import BASE


@cache
def spelled() -> bytes:
    """Give the OpenAPI document as it is served."""
    return msgspec.json.encode(api.get_openapi_schema(path_prefix=BASE.strip("/") + "/"))


def openapi(_: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document, to everybody."""
    return HttpResponse(spelled(), content_type="application/json; charset=utf-8")


def _calls() -> list[URLPattern]:
    found: list[URLPattern] = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and str(pattern.pattern) != "":
            pattern.callback = guarded(pattern.callback)
            found.append(pattern)
    return found


urlpatterns = [
    path("v1/openapi.json", guarded(openapi), name="api-document"),
    *(path(f"v1/{each.pattern}", each.callback, name=f"api-{each.name}") for each in _calls()),
    re_path(r"^(?P<rest>.*)$", guarded(no_such_call), name="api-no-such-call"),
]
