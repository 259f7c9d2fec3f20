"""The sign-in page, and the one for a forgotten password."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, PasswordResetView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wireroom.account.signing_in import throttling
from wireroom.account.signing_in.ended import reason_shown
from wireroom.account.sso.leaving import leave
from wireroom.customers.addresses import person_key


class SignIn(LoginView):
    """Password, passkey, or the company's own provider. Every refusal looks the same."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign in, or lead to the provider of the company when its button was pressed."""
        if "company" in request.POST:
            answer = leave(request, str(request.POST.get("login", "")))
            return answer or self._no_provider()
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add why the last session is over, when somebody else ended it."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return found | {"ended": reason_shown(self.request)}

    def _no_provider(self) -> HttpResponse:
        form = self.get_form_class()(
            request=self.request, initial={"login": self.request.POST.get("login", "")}
        )
        context = self.get_context_data(form=form, no_provider=True)
        return self.render_to_response(context)


class ForgottenPassword(PasswordResetView):
    """Answers every address with the same page, and with a letter."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Write the letter.

        Raises:
            ImmediateHttpResponse: too many were asked for; holds the answer.
        """
        key = person_key(form.cleaned_data["email"])
        throttling.consume(self.request, "reset_password", key)
        form.save(self.request)
        return redirect("account_reset_password_done")
