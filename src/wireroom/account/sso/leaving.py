"""From the sign-in page to a company's own provider."""

from __future__ import annotations

import secrets

import structlog
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from wireroom.account.signing_in import throttling
from wireroom.account.sso.applications import application_of
from wireroom.account.sso.oidc import OidcProvider
from wireroom.customers.access import identity
from wireroom.customers.access.identity import Provider

log = structlog.get_logger(__name__)


def leave(request: HttpRequest, typed: str) -> HttpResponse | None:
    """Lead to the provider of an address's company; None: it has none, or does not exist.

    Raises:
        ImmediateHttpResponse: too many addresses were asked for; holds the answer.
    """
    throttling.consume(request, "provider")
    provider = identity.provider_for(typed)
    return _page(request, provider, typed) if provider else None


def _page(request: HttpRequest, provider: Provider, typed: str) -> HttpResponse:
    """Answer a page that goes on by itself: a form's own redirect may lead to no other site.

    The content policy says `form-action 'self'`, and browsers hold redirects to it as well.
    """
    try:
        where = _address(request, provider, typed)
    except (RequestException, OAuth2Error, KeyError, ValueError) as error:
        log.warning("provider:unreachable", provider=provider.code, error=repr(error))
        context = {"provider": provider}
        return render(request, "account/provider_unreachable.html", context, status=502)
    return render(request, "account/leaving.html", {"provider": provider, "where": where})


def _address(request: HttpRequest, provider: Provider, typed: str) -> str:
    application, next_url = application_of(provider), get_next_redirect_url(request)
    if provider.protocol == "saml":
        saml = application.get_provider(request)
        return str(saml.redirect(request, "login", next_url=next_url)["Location"])
    nonce = secrets.token_urlsafe(24)
    answer = OidcProvider(request, app=application).redirect(
        request,
        "login",
        next_url=next_url,
        data={"nonce": nonce},
        auth_params={"nonce": nonce, "login_hint": typed},
    )
    return str(answer["Location"])
