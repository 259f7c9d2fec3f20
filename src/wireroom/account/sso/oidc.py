"""Coming back from an OpenID Connect provider."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wireroom.account.sso.applications import application_of
from wireroom.customers.access import identity


class Exchange(OpenIDConnectOAuth2Adapter):
    """Code for tokens. The ID token's signature is checked though it came straight from there."""

    def get_provider(self) -> OpenIDConnectProvider:
        """Give the provider with our code.

        Raises:
            Http404: there is none in force.
        """
        found = identity.provider(self.provider_id)
        if found is None or found.protocol != "oidc":
            raise Http404
        return OidcProvider(self.request, app=application_of(found))

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        self.did_fetch_access_token = False  # makes allauth check the signature as well
        return super()._decode_id_token(app, id_token)


class OidcProvider(OpenIDConnectProvider):
    """A provider whose tokens are read by `Exchange`."""

    oauth2_adapter_class = Exchange


@require_GET
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Finish a sign-in that began here; whatever is wrong with the answer ends on one page."""
    exchange = Exchange(request, provider_id)
    provider = exchange.get_provider()
    try:
        return OAuth2CallbackView.adapter_view(exchange)(request)
    except (KeyError, TypeError, ValueError) as error:  # a document that is not what it should be
        return render_authentication_error(request, provider, exception=error)
