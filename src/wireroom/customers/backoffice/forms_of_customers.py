"""Forms of companies and their people."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password

from wireroom.customers.backoffice.form_fields import CountryField, SellerField
from wireroom.customers.models import Company, CompanyRole, Customer
from wireroom.customers.services.profile import is_last_administrator

_LAST = "Make somebody else an administrator first, or tick this to leave the company without one."


class CompanyForm(forms.ModelForm):
    """A company."""

    country = CountryField()
    manager = SellerField(help_text="Whom of the agency it talks to.")

    class Meta:
        model = Company
        fields = ("name", "code", "active", "country", "domain", "networks", "manager", "notes")
        help_texts = {  # noqa: RUF012 - Django reads class attributes
            "code": "Short name in lists and files, such as “merrow”: letters, digits, hyphens.",
            "active": "Take the tick away, and its people and machines read nothing any more.",
            "domain": "Of its people’s e-mail addresses, such as bank.example.",
            "networks": "One a line, such as 192.0.2.0/24. Its people and machines come from these "
            "addresses only; empty: from anywhere.",
        }
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}  # noqa: RUF012 - as above

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what is stored, though the list has it no more."""
        super().__init__(*args, **kwargs)
        cast("CountryField", self.fields["country"]).keep(self.instance.country)
        cast("SellerField", self.fields["manager"]).keep(self.instance.manager_id)


class CustomerForm(forms.ModelForm):
    """Somebody of a company; the agency's own people are made elsewhere."""

    new_password = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Leave empty to keep the present one. A new one signs the person out everywhere.",
    )

    without_administrator = forms.BooleanField(
        required=False, label="Leave the company without an administrator"
    )

    class Meta:
        model = Customer
        fields = (
            "email", "first_name", "last_name", "company", "role", "job_title", "phone",
            "is_active",
        )  # fmt: skip
        labels = {"is_active": "May sign in"}  # noqa: RUF012 - Django reads class attributes
        help_texts = {  # noqa: RUF012 - as above
            "is_active": "Take the tick away, and all sessions, streams and tokens end at once."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Insist on a company: without one the person would vanish from the list."""
        super().__init__(*args, **kwargs)
        self.fields["company"].required = True
        self.fields["role"].required = False
        self._company = self.instance.company
        if self._company and is_last_administrator(self.instance):
            company = self._company
            self.fields["without_administrator"].help_text = (
                f"This is the only administrator of {company}. Without one nobody there can invite "
                "colleagues or manage tokens; sales can."
            )
        else:
            del self.fields["without_administrator"]

    def clean_role(self) -> str:
        """Take whoever has no role for what they are, or for a reader."""
        return self.cleaned_data["role"] or str(self.instance.role)

    def clean_new_password(self) -> str:
        """Hold the password to the house rules."""
        password: str = self.cleaned_data["new_password"]
        if password:
            validate_password(password, self.instance)
        return password

    def clean(self) -> dict[str, Any]:
        """Have it said that a company is to be left without an administrator."""
        facts = super().clean() or {}
        if facts.get("without_administrator", True) or self.errors:
            return facts
        stays = facts["role"] == CompanyRole.ADMINISTRATOR and facts["is_active"]
        if not stays or facts["company"] != self._company:
            self.add_error("without_administrator", _LAST)
        return facts

    def save(self, commit: bool = True) -> Customer:  # noqa: FBT001, FBT002 - Django's
        """Save, with the new password if there is one; without any, nobody can sign in."""
        password = self.cleaned_data["new_password"]
        if password or self.instance.pk is None:
            self.instance.set_password(password or None)
        saved: Customer = super().save(commit=commit)
        return saved
