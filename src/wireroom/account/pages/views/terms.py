"""The terms of use: shown, and agreed to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from wireroom.account.pages.visit import Visit, for_people, page
from wireroom.account.terms_middleware import AGREED
from wireroom.customers import directory
from wireroom.customers.access.middleware import address_of
from wireroom.customers.services.terms import accept_terms
from wireroom.customers.terms.queries import must_accept, terms_in_force


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def terms(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the terms in force; a POST agrees to the version that was shown, if it still stands."""
    due = must_accept(visit.profile.person_id)
    shown = request.POST.get("number", "")
    if request.method == "POST" and due is not None and shown == str(due):
        accept_terms(
            number=due,
            email=visit.profile.email,
            where="sign-in",
            now=visit.now,
            person_id=visit.profile.person_id,
            address=address_of(request) or None,
        )
        request.session[AGREED] = due
        return redirect(_onward(request))
    return page(
        request,
        visit,
        "terms",
        due=due,
        terms=terms_in_force(),
        accepted=directory.accepted_terms(visit.profile.person_id),
        onward=_onward(request),
        has_changed=bool(shown and due is not None),
    )


def _onward(request: HttpRequest) -> str:
    """Give where somebody wanted to go; anything but an address of this site is the terminal."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/terminal/"
