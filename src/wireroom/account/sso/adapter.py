"""How allauth deals with a company's provider: it proves who came, we decide who that is here."""

from __future__ import annotations

from typing import Any, NoReturn

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.http import HttpRequest

from wireroom.account.signing_in.recording import failed
from wireroom.account.sso import arriving
from wireroom.account.sso.applications import application_of
from wireroom.customers.access import identity

log = structlog.get_logger(__name__)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Applications come from the customers' table; nobody's account is linked by allauth."""

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002 - allauth's
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        """Give the applications in force, of one protocol or code and of one client."""
        return [
            each
            for each in map(application_of, identity.providers())
            if provider in {None, each.provider, each.provider_id}
            and client_id in {None, each.client_id}
        ]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> NoReturn:
        """Take over from allauth once the provider's word is proven to be its own.

        Raises:
            ImmediateHttpResponse: always; holds the answer.
        """
        raise ImmediateHttpResponse(arriving.answer(request, sociallogin))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 - allauth's
        """Nobody signs up by way of allauth."""
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        **_: Any,
    ) -> None:
        """Note that a provider's word was not accepted; the log says why."""
        why = repr(exception) if exception else error
        log.warning("provider:refused", provider=provider.app.provider_id, error=why)
        failed(request, "", "saml" if provider.id == "saml" else "oidc")
