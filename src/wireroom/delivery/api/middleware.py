"""The API knows tokens only: a cookie that comes along is nobody's there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
_API = "/api/"


class WithoutCookies:
    """Stands before sessions, so that no session is looked up, renewed or ended by the API."""

    def __init__(self, get_response: Handler) -> None:
        """Wrap the next handler."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; below `/api/` as if no cookie had come."""
        if request.path.startswith(_API):
            request.META.pop("HTTP_COOKIE", None)
            request.__dict__.pop("COOKIES", None)
        return self._get_response(request)
