"""The forms of second factors, in our words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy

from wireroom.account.signing_in.forms import Plain


class _Code(Plain):
    labels = {"code": gettext_lazy("Code")}  # noqa: RUF012 - each form has its own

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocapitalize": "none"}


class _AskedFirst(_Code):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = True


class Authenticate(_AskedFirst, base.AuthenticateForm):
    """A code, after the password."""


class Reauthenticate(_AskedFirst, base.ReauthenticateForm):
    """A code, before something delicate."""


class ActivateApp(_Code, totp.ActivateTOTPForm):
    """The first code of an authenticator app: it proves that the app has the secret."""


class AddPasskey(Plain, webauthn.AddWebAuthnForm):
    """A new passkey and what to call it."""

    labels = {  # noqa: RUF012 - as above
        "name": gettext_lazy("What to call it"),
        "passwordless": gettext_lazy("Sign in with it alone, without the password"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose what passkeys are for."""
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].help_text = gettext_lazy(
            "Your device then asks for its PIN, finger or face each time."
        )
        self.fields["passwordless"].initial = True
