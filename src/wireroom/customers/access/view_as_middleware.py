"""Keeps whoever looks as a customer to looking."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers

from wireroom.customers.access import view_as
from wireroom.customers.access.middleware import address_of
from wireroom.kernel.clock import utc_now

_TERMINAL = "/terminal/"
_PERSONAL = (_TERMINAL, "/desk/", "/account/")
"""Everything else looks the same for everybody, and is not asked who comes: it may be cached."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_KEPT_FROM_VIEW = ("terminal-export", "terminal-preferences", "terminal-webhook")
"""Many stories at once, and an address of the customer's that may have a secret in it."""


class ViewAsMiddleware:
    """Sets `request.view_as` on pages of the terminal; refuses what would change or disclose more.

    Stands last, so that refusals pass all that other answers pass. Costs nothing on public pages.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say why not."""
        is_safe = request.method in _SAFE
        if is_safe and not request.path.startswith(_PERSONAL):
            return self.get_response(request)
        viewing = view_as.current(request.session)
        if viewing is None:
            return self.get_response(request)
        return self._watched(request, viewing, is_safe=is_safe)

    def _watched(
        self, request: HttpRequest, viewing: view_as.ViewAs, *, is_safe: bool
    ) -> HttpResponse:
        if request.path in _addresses("customers_see_as_end", "logout", "account_logout"):
            return self.get_response(request)
        now = utc_now()
        why = view_as.why_over(viewing, request.user, now)
        if why is not None:
            view_as.end(request.session, why=why, now=now, address=address_of(request))
            return _refused(request, viewing, over=why)
        if not is_safe and request.path not in _addresses("terminal-ticket"):
            return _refused(request, viewing, over="")
        if not request.path.startswith(_TERMINAL) or request.path in _addresses(*_KEPT_FROM_VIEW):
            return _refused(request, viewing, over="")
        request.view_as = viewing  # type: ignore[attr-defined]  # read by `view_as.of_request`
        return self.get_response(request)


def _refused(request: HttpRequest, viewing: view_as.ViewAs, *, over: str) -> HttpResponse:
    facts = {"viewing": viewing, "over": over}
    response = render(request, "customers/view_as_refused.html", facts, status=403)
    add_never_cache_headers(response)
    return response


def _addresses(*names: str) -> list[str]:
    return [address for name in names if (address := _address(name))]


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
