"""Name the signed-in person beside every change of rights that a request makes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wireroom.customers.acting import acting
from wireroom.kernel.clock import utc_now


class ActingMiddleware:
    """Forms that save a model directly (Wagtail's own too) thereby write a full audit row.

    Stands after `AuthenticationMiddleware`; costs no query until rights change.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `request` as an act of its person."""

        def actor() -> str | None:
            return request.user.email if request.user.is_authenticated else None

        with acting(actor, now=utc_now()):
            return self.get_response(request)
