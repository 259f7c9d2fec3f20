"""The forms of signing in, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy

from wireroom.account.signing_in.reset import answer_by_letter


class Plain(forms.Form):
    """A form whose labels say what goes where; a placeholder would vanish as one types."""

    labels: dict[str, Any] = {}  # noqa: RUF012 - each form has its own

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take placeholders away and name the fields."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


class SignIn(Plain, allauth.LoginForm):
    """E-mail address and password."""

    labels = {"login": gettext_lazy("E-mail address"), "password": gettext_lazy("Password")}  # noqa: RUF012 - as above

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Give browsers and password managers what they look for."""
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.widget.attrs |= {
            "id": "email",
            "autocomplete": "username",
            "autofocus": True,
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        password.widget.attrs["id"] = "password"
        password.help_text = ""


class _NewPassword(Plain):
    labels = {  # noqa: RUF012 - as above
        "oldpassword": gettext_lazy("Your password now"),
        "password1": gettext_lazy("New password"),
        "password2": gettext_lazy("New password, once more"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = lazystr(" ".join(password_validators_help_texts()))
        if "oldpassword" in self.fields:
            self.fields["oldpassword"].help_text = ""


class ChangePassword(_NewPassword, allauth.ChangePasswordForm):
    """A new password, by whoever knows the old one."""


class SetPassword(_NewPassword, allauth.ResetPasswordKeyForm):
    """A new password, by whoever has the link."""


class ForgottenPassword(Plain, allauth.ResetPasswordForm):
    """Asks for a letter."""

    labels = {"email": gettext_lazy("E-mail address")}  # noqa: RUF012 - as above

    def clean_email(self) -> str:
        """Take any address: whether it is known shows in the letter alone."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **_: Any) -> str:
        """Write the letter."""
        email = str(self.cleaned_data["email"])
        answer_by_letter(request, email)
        return email


class ConfirmPassword(Plain, allauth.ReauthenticateForm):
    """The password again, before something delicate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave the link for forgotten passwords out."""
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
