"""Somebody comes back from their company's provider: who is that here, and may they in?"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wireroom.account.signing_in.recording import failed
from wireroom.account.sso.claims import Claims, claims_of
from wireroom.customers import services
from wireroom.customers.access import identity
from wireroom.customers.access.identity import Provider
from wireroom.customers.addresses import canonical_email
from wireroom.kernel.clock import utc_now

_NAME_CHARACTERS = 150


def answer(request: HttpRequest, sociallogin: Any) -> HttpResponse:
    """Sign in whom the provider vouches for, or say why not. Its signature is checked by now."""
    provider = identity.provider(sociallogin.provider.app.provider_id)
    claims = claims_of(sociallogin)
    person = _person(provider, claims) if provider and claims else None
    if provider is None or claims is None or person is None:
        failed(request, claims.email if claims else "", sociallogin.provider.id)
        return render(request, "account/not_admitted.html", status=403)
    return _sign_in(request, person, provider, claims, sociallogin.state.get("next"))


def _person(provider: Provider, claims: Claims) -> Any:
    known = identity.person_vouched_for(provider, claims.email)
    if known or not provider.creates_people or not provider.vouches_for(claims.email):
        return known
    return _create(provider, claims)


def _create(provider: Provider, claims: Claims) -> Any:
    """Make a reader of the company; None: some spelling of the address is somebody's already."""
    try:
        return services.create_person(
            email=canonical_email(claims.email),
            first_name=claims.first_name[:_NAME_CHARACTERS],
            last_name=claims.last_name[:_NAME_CHARACTERS],
            company_id=provider.company_id,
            now=utc_now(),
            actor=f"provider {provider.code}",
        )
    except services.NotValid:
        return None


def _sign_in(
    request: HttpRequest, person: Any, provider: Provider, claims: Claims, to: str | None
) -> HttpResponse:
    if request.user.is_authenticated:
        logout(request)
    request.sign_in_method = provider.protocol  # type: ignore[attr-defined]  # read by `recording`
    record_authentication(
        request, person, provider.protocol, provider=provider.code, uid=claims.subject
    )
    login = Login(user=person, redirect_url=to, email=person.email)
    return perform_login(request, login)
