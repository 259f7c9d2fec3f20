"""The list of second factors; passkeys renamed and removed."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.views import EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy

from wireroom.account.mfa.staff import needs_device


class Devices(IndexView):
    """What somebody signs in with, and whether something is missing."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether this person goes nowhere else before they have a second factor."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        must_add = needs_device(self.request.user) and not found["is_mfa_enabled"]
        return found | {"must_add": must_add, "here": "mfa_index"}


class RemovePasskey(RemoveWebAuthnView):
    """Takes a passkey away, unless it is the only second factor of somebody who must have one."""

    success_url = reverse_lazy("mfa_index")

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Remove it, or say why not."""
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.get_object()):
            return super().post(request, *args, **kwargs)
        messages.error(request, str(adapter.error_messages["cannot_delete_authenticator"]))
        return redirect("mfa_index")


class EditPasskey(EditWebAuthnView):
    """Gives a passkey another name."""

    success_url = reverse_lazy("mfa_index")


devices = Devices.as_view()
edit_passkey, remove_passkey = EditPasskey.as_view(), RemovePasskey.as_view()
