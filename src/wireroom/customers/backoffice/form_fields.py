"""Choices that several forms of the back office offer: who sells, and countries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models

from wireroom.customers.backoffice.rights_of_staff import MANAGE, people_with
from wireroom.customers.demos.countries import countries
from wireroom.customers.models import Person

_NOT_SAID = ("", "Not said")


class SellerField(forms.ModelChoiceField):
    """Somebody of the agency who sells; they are few enough for a list."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer those who may manage customers."""
        super().__init__(queryset=people_with(MANAGE), required=False, **kwargs)

    def keep(self, person_id: int | None) -> None:
        """Offer, too, whom a record names already, though they sell no more."""
        if person_id is not None:
            present: models.QuerySet[Any] = Person.objects.filter(pk=person_id)
            self.queryset = people_with(MANAGE) | present

    def label_from_instance(self, obj: Any) -> str:
        """Show the name, which sales know better than the address."""
        return str(obj.name)


class CountryField(forms.ChoiceField):
    """A country by its name; its code is what is kept."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer all of them, and none."""
        super().__init__(choices=[_NOT_SAID, *countries()], required=False, **kwargs)

    def keep(self, code: str) -> None:
        """Offer, too, what a record says already."""
        if code and code not in dict(countries()):
            self.choices = [_NOT_SAID, *countries(), (code, code)]
