"""What stands before every page: agency staff show a second factor, dead sessions are explained."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wireroom.account.mfa.staff import detour
from wireroom.account.signing_in.ended import keep_reason

Handler = Callable[[HttpRequest], HttpResponse]


class AccountGuards:
    """Stands after `AuthenticationMiddleware`. Costs no query while a customer's session lives."""

    def __init__(self, get_response: Handler) -> None:
        """Wrap the next handler."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or send staff without a second factor to where they set one up."""
        response = detour(request) or self._get_response(request)
        keep_reason(request, response)
        return response
