"""An invited colleague comes in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from wireroom.account.pages import forms
from wireroom.customers.access import identity
from wireroom.customers.access.middleware import address_of
from wireroom.customers.services.base import NotValid
from wireroom.customers.services.invitations import (
    AddressTaken,
    InvitationGone,
    accept_invitation,
    open_invitation,
)
from wireroom.customers.terms.queries import terms_in_force
from wireroom.kernel.clock import utc_now


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for name and password; a POST makes the account and signs in, a look uses nothing up."""
    now = utc_now()
    offered = open_invitation(secret, now)
    if offered is None:
        return _gone(request)
    terms = terms_in_force()
    form = forms.Accept(
        request.POST if request.method == "POST" else None,
        email=offered.email,
        has_terms=terms is not None,
    )
    if form.is_valid() and not request.user.is_authenticated:
        try:
            person_id = accept_invitation(
                secret=secret,
                first_name=form.cleaned_data["first_name"],
                last_name=form.cleaned_data["last_name"],
                password=form.cleaned_data["password"],
                terms_number=terms.number if terms else None,
                address=address_of(request) or None,
                now=now,
            )
        except (InvitationGone, AddressTaken):
            return _gone(request)
        except NotValid as error:
            form.add_error(None, error.detail)
        else:
            return _enter(request, person_id)
    facts = {"form": form, "invited": offered, "terms": terms}
    return _page(request, "invitation", 200, facts)  # a 4xx is logged, with the secret in its path


def _enter(request: HttpRequest, person_id: int) -> HttpResponse:
    person = get_user_model().objects.get(pk=person_id)
    if identity.must_use_provider(person, person.email):
        messages.success(request, gettext("Your account is ready. Sign in with your company."))
        return redirect("login")
    request.sign_in_method = "invitation"  # type: ignore[attr-defined]  # read when the sign-in is noted
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("terminal")


def _gone(request: HttpRequest) -> HttpResponse:
    return _page(request, "invitation_gone", 410, {"words": str(InvitationGone())})


def _page(request: HttpRequest, name: str, status: int, facts: dict[str, Any]) -> HttpResponse:
    return render(request, f"account/pages/{name}.html", facts, status=status)
