"""Forms of the back office that need more than their model."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from wireroom.customers.models import Customer, Product
from wireroom.customers.models.product import OFFER_FIELDS
from wireroom.customers.product_query import explain


class CustomerForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Somebody of a company; the agency's own people are made elsewhere."""

    new_password = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Leave empty to keep the present one. A new one signs the person out everywhere.",
    )

    class Meta:
        model = Customer
        fields = ("email", "first_name", "last_name", "company", "is_active")
        labels = {"is_active": "May sign in"}  # noqa: RUF012 - Django reads class attributes
        help_texts = {"is_active": ""}  # noqa: RUF012 - as above

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Insist on a company: without one the person would vanish from the list."""
        super().__init__(*args, **kwargs)
        self.fields["company"].required = True

    def clean_new_password(self) -> str:
        """Hold the password to the house rules."""
        password: str = self.cleaned_data["new_password"]
        if password:
            validate_password(password, self.instance)
        return password

    def save(self, commit: bool = True) -> Customer:  # noqa: FBT001, FBT002 - Django's
        """Save, with the new password if there is one; without any, nobody can sign in."""
        password = self.cleaned_data["new_password"]
        if password or self.instance.pk is None:
            self.instance.set_password(password or None)
        saved: Customer = super().save(commit=commit)
        return saved


class ProductForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A product, with its query in words below it."""

    class Meta:
        model = Product
        fields = ("name", "code", "description", *OFFER_FIELDS, "active")
        widgets = {  # noqa: RUF012 - Django reads class attributes
            "query": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what the stored query means."""
        super().__init__(*args, **kwargs)
        if self.instance.query:
            words = explain(self.instance.query)
            self.fields["query"].help_text += f" Now: {words}."
