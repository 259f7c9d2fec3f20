"""How allauth deals with second factors here."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext, gettext_lazy

from wireroom.account.mfa.staff import needs_device
from wireroom.customers.access.sealing import seal, unseal
from wireroom.design.brand import agency


class DeviceAdapter(DefaultMFAAdapter):
    """Secrets are sealed at rest; staff keep at least one device."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right. Each works once, and soon."),
        "cannot_delete_authenticator": gettext_lazy(
            "This is your only second factor, and staff must have one. Set up another first."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret from the database."""
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Name the agency in authenticator apps."""
        return agency().short_name

    def _get_site_name(self) -> str:
        return agency().short_name

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR code as an element to stand in a page: no XML declaration before it."""
        return str(super().build_totp_svg(url)).partition("?>")[2].strip()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002, ARG002 - allauth's
        """Propose a name for a passkey."""
        return gettext("This device")

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Whether a device may go: the last one of a member of staff may not."""
        user = authenticator.user
        if not needs_device(user):
            return True
        others = type(authenticator).objects.filter(user=user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=authenticator.Type.RECOVERY_CODES).exists())
