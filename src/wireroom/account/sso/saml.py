"""Coming back from a SAML provider."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.saml.views import ACSView, FinishACSView, MetadataView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from wireroom.account.signing_in import throttling

ANSWER_BYTES = 256 * 1024
"""A signed response has 5 to 20 kB; what is longer is not kept."""


class Arrival(ACSView):
    """Takes the provider's form, which comes without our cookies, and goes on with them."""

    def dispatch(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        """Keep the answer for a moment; unasked-for answers from one client are few and small.

        Raises:
            ImmediateHttpResponse: there were too many; holds the answer.
        """
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        throttling.consume(request, "provider")
        provider = self.get_provider(organization_slug)
        if len(request.POST.get("SAMLResponse", "")) > ANSWER_BYTES:
            return render_authentication_error(request, provider)
        return super().dispatch(request, organization_slug)


class Finish(FinishACSView):
    """Reads the answer that was kept; whatever is wrong with it ends on one page."""

    def dispatch(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        """Sign in whom the answer names, when it answers a question this browser asked."""
        provider: Any = self.get_provider(organization_slug)
        try:
            return super().dispatch(request, organization_slug)
        except (PermissionDenied, KeyError, SyntaxError, ValueError) as error:
            return render_authentication_error(request, provider, exception=error)


arrival, finish, metadata = Arrival.as_view(), Finish.as_view(), MetadataView.as_view()
