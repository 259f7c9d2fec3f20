"""What every answer of the site has in common."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from wireroom.delivery.addresses import stream_source
from wireroom.kernel.errors import WireroomError

log = structlog.get_logger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]

_DESK = "/desk/"
_DESK_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
"""Wagtail's pages write inline script and style and frame their previews; nobody else may."""


class ErrorsAsProblems:
    """Turns a `WireroomError` that no view expected into an answer that says what to do."""

    def __init__(self, get_response: Handler) -> None:
        """Stand in front of the views."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the desk's own content policy and the stream's address allowed."""
        response = self._get_response(request)
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"  # unless a page knows better
        if request.path.startswith(_DESK):
            response.headers.setdefault("Content-Security-Policy", _DESK_POLICY)
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        else:
            response._csp_update = {"connect-src": [stream_source(request)]}  # type: ignore[attr-defined]  # noqa: SLF001 - how django-csp takes it
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer an error of ours with its own status, as a page or as RFC 9457 problem details."""
        if not isinstance(error, WireroomError):
            return None
        log.warning("request:refused", code=error.code, path=request.path, detail=error.detail)
        if "text/html" in request.headers.get("Accept", ""):
            return render(request, "design/problem.html", error.problem(), status=error.http_status)
        return JsonResponse(
            error.problem(), status=error.http_status, content_type="application/problem+json"
        )
