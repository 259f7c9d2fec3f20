"""The forms of a demo. They say in words what is wrong, and give back what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.core.exceptions import ValidationError

from wireroom.customers import queries as customers
from wireroom.customers.addresses import canonical_email
from wireroom.customers.demos.countries import countries
from wireroom.customers.services.mail import NotAnAddress, mailable
from wireroom.kernel.markup import one_line, tidy

_LONGEST_MESSAGE = 4000
_FEWEST_DIGITS_OF_A_PHONE = 5
_TOO_LONG = "Shorten this to %(limit_value)d characters; it has %(show_value)d."
_ADDRESS = "Write an e-mail address, such as name@company.example."


class Line(forms.CharField):
    """One line of text in any script, without controls and without tricks of direction."""

    def __init__(self, *, longest: int, memory: str, missing: str = "", **options: Any) -> None:
        """`memory` tells the browser what belongs here; without `missing` it may stay empty."""
        messages = {"required": missing, "max_length": _TOO_LONG}
        super().__init__(
            max_length=longest, required=bool(missing), error_messages=messages, **options
        )
        self.widget.attrs.pop("maxlength", None)  # cuts off in silence what is pasted
        self.widget.attrs |= {"autocomplete": memory, "dir": "auto"}

    def to_python(self, value: Any) -> str:
        """Give the line."""
        return one_line(str(value or ""))


class DemoForm(forms.Form):
    """Who asks, and for what."""

    first_name = Line(longest=150, memory="given-name", missing="Write your first name.")
    last_name = Line(longest=150, memory="family-name", missing="Write your last name.")
    company_name = Line(
        label="Company", longest=200, memory="organization", missing="Write your company's name."
    )
    job_title = Line(label="Job title", longest=150, memory="organization-title")
    email = Line(
        label="E-mail",
        longest=254,
        memory="email",
        missing=_ADDRESS,
        help_text="We send a link there. An address at your company helps us both.",
        widget=forms.EmailInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    phone = Line(
        label="Telephone", longest=40, memory="tel", widget=forms.TextInput(attrs={"type": "tel"})
    )
    country = forms.ChoiceField(
        choices=[("", "Choose a country"), *countries()],
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={"required": "Choose a country.", "invalid_choice": "Choose a country."},
    )
    products = forms.MultipleChoiceField(
        label="What interests you?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one product.",
            "invalid_choice": "One of the products is no longer on offer. Choose again.",
        },
    )
    message = forms.CharField(
        required=False,
        max_length=_LONGEST_MESSAGE,
        error_messages={"max_length": _TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    digits = forms.CharField(
        label="The five digits",
        error_messages={"required": "Write the five digits that you see or hear."},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "digits__typed"}
        ),
    )
    terms = forms.BooleanField(
        error_messages={"required": "Read the terms of use and agree to them."}
    )

    def __init__(self, *args: Any, has_terms: bool, **options: Any) -> None:
        """Offer today's products; without terms of use there is nothing to agree to."""
        super().__init__(*args, **options)
        self.use_required_attribute = False
        self.offered = customers.products_of_interest()
        choices = self.fields["products"]
        choices.choices = [(str(each.id), each.name) for each in self.offered]  # type: ignore[attr-defined]
        self.fields["message"].widget.attrs.pop("maxlength", None)
        if not self.offered:
            del self.fields["products"]
        if not has_terms:
            del self.fields["terms"]

    def clean_email(self) -> str:
        """Refuse what no letter can be sent to."""
        address = canonical_email(self.cleaned_data["email"])
        try:
            mailable(address)
        except NotAnAddress as error:
            raise ValidationError(_ADDRESS) from error
        return address

    def clean_phone(self) -> str:
        """Refuse what nobody can dial."""
        phone: str = self.cleaned_data["phone"]
        if phone and sum(each.isdecimal() for each in phone) < _FEWEST_DIGITS_OF_A_PHONE:
            raise ValidationError("Write a telephone number, such as +44 20 7946 0000.")
        return phone

    def clean_message(self) -> str:
        """Take controls out."""
        return tidy(self.cleaned_data["message"])


class PasswordForm(forms.Form):
    """The password that a prospect chooses."""

    password = forms.CharField(
        strip=False,
        max_length=1000,
        error_messages={"required": "Choose a password.", "max_length": _TOO_LONG},
        help_text="At least eight characters; several words are easy to remember.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        """Know for whom it is: a password must not be the address."""
        super().__init__(*args, **options)
        self.use_required_attribute = False
        self._email = email

    def clean_password(self) -> str:
        """Refuse what is too short or too common."""
        password: str = self.cleaned_data["password"]
        person = get_user_model()(email=self._email)
        password_validation.validate_password(password, person)
        return password
