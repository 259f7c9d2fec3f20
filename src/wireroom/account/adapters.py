"""How allauth deals with people of this house."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from wireroom.account import conf
from wireroom.account.signing_in import letters, throttling
from wireroom.account.signing_in.recording import failed
from wireroom.account.visitor import agent_of
from wireroom.customers.access import identity
from wireroom.customers.access.middleware import address_of
from wireroom.customers.addresses import person_key
from wireroom.kernel.clock import utc_now

REFUSED = gettext_lazy("E-mail address and password do not match an active account.")
FRESH_S = 300
"""How long whoever proved to be themselves may change passwords and devices (as allauth's own)."""
_FROM_THE_PROVIDER = frozenset({"oidc", "saml"})


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up, one wording for every refusal, mail by way of the outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": REFUSED,
        "incorrect_code": gettext_lazy("This code is not right. Each works once, and soon."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "enter_current_password": gettext_lazy("This is not your password."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Please wait five minutes."),
        "rate_limited": gettext_lazy("Too many tries. Please wait five minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's
        """Nobody signs up: people are invited, ask for a demo, or are entered by sales."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give the address that limits are counted for."""
        return address_of(request)

    def get_http_user_agent(self, request: HttpRequest) -> str:
        """Give what the browser calls itself."""
        return agent_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try by client and by person; one too many is refused before anything is hashed.

        Raises:
            ImmediateHttpResponse: it was one too many.
        """
        key = self._get_login_attempts_cache_key(request, **credentials)
        try:
            self._login_failed_rl_usage = throttling.consume(request, "login_failed", key)
        except ImmediateHttpResponse:
            failed(request, key, "throttled")
            raise

    def pre_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse | None:
        """Stop whoever may sign in only at their company's provider, however else they came."""
        if response := super().pre_login(request, user, **hooks):
            return response
        came_from_there = getattr(request, "sign_in_method", None) in _FROM_THE_PROVIDER
        if not came_from_there and identity.must_use_provider(user, user.email):
            clear_login(request)
            failed(request, user.email, "provider_required")
            return render(request, "account/provider_required.html", status=403)
        return None

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:  # noqa: ARG002 - allauth's
        """Whether something delicate needs the password again: not for a while after signing in."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record.get("at", 0.0) for record in records), default=0.0)
        return bool(utc_now().timestamp() - newest > FRESH_S)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether this is the password of somebody signed in."""
        return self.authenticate(self.request, email=user.email, password=password) == user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a letter; it is sent after the transaction."""
        letters.write(template_prefix, email, context, now=utc_now())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody that their account changed."""
        facts = {
            "timestamp": utc_now(),
            "ip": self.get_client_ip(self.request),
            "user_agent": self.get_http_user_agent(self.request),
        }
        self.send_mail(template_prefix, email or user.email, facts | (context or {}))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Give the link of a reset letter: to the site's own address, whatever Host came."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{conf.site_url()}{path}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's
        """Give where a change of password leads."""
        return reverse("mfa_index")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002 - allauth's
        return person_key(str(credentials.get("email") or credentials.get("username") or ""))
