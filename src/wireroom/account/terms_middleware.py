"""Leads customers to new terms of use before anything else of theirs."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from wireroom.customers.terms.queries import must_accept, terms_number
from wireroom.kernel.errors import WireroomError

Handler = Callable[[HttpRequest], HttpResponse]

AGREED = "terms_agreed"
"""What a session remembers: the number of the terms that its person has agreed to."""
_GUARDED = ("/terminal/", "/account/")
_OPEN = ("/account/terms/", "/account/invitation/")
"""Streams, API and the public site are not cut; signing out is not below these addresses."""


class TermsNotAccepted(WireroomError):
    """There are new terms of use."""

    code = "terms_not_accepted"
    http_status = 403


class TermsFirst:
    """Stands after `AuthenticationMiddleware`. Costs a customer one small query a page."""

    def __init__(self, get_response: Handler) -> None:
        """Wrap the next handler."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the terms."""
        return _detour(request) or self._get_response(request)


def _detour(request: HttpRequest) -> HttpResponse | None:
    if not request.path.startswith(_GUARDED) or request.path.startswith(_OPEN):
        return None
    if not request.user.is_authenticated or request.user.company_id is None:
        return None
    newest = terms_number()
    if newest is None or request.session.get(AGREED) == newest:
        return None
    if must_accept(request.user.pk) is None:
        request.session[AGREED] = newest
        return None
    return _to_the_terms(request)


def _to_the_terms(request: HttpRequest) -> HttpResponse:
    onward = request.get_full_path() if request.method in {"GET", "HEAD"} else "/terminal/"
    there = f"{reverse('account-terms')}?{urlencode({'next': onward})}"
    if _is_navigation(request):
        return redirect(there)
    refusal = TermsNotAccepted("Open the page and agree to the new terms of use to go on.")
    return JsonResponse(
        refusal.problem(),
        status=refusal.http_status,
        content_type="application/problem+json",
        headers={"HX-Redirect": reverse("account-terms"), "Vary": "Cookie"},
    )


def _is_navigation(request: HttpRequest) -> bool:
    """Whether a person waits for a page: not our script, not htmx, not any other fetch."""
    if "X-Script" in request.headers or "HX-Request" in request.headers:
        return False
    fetched_for = request.headers.get("Sec-Fetch-Dest")
    if fetched_for is not None:
        return fetched_for in {"document", "iframe"}
    return "text/html" in request.headers.get("Accept", "text/html")
