"""Which terms of use are in force, and who has yet to agree to them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from wireroom.customers.models import Acceptance, Person, TermsOfUse
from wireroom.customers.terms.agreement import terms_html


class TermsInForce(NamedTuple):
    """A version of the terms; `text` is markdown."""

    number: int
    text: str
    published_at: datetime

    @property
    def html(self) -> SafeString:
        """The text as a page shows it."""
        return mark_safe(terms_html(self.text))  # noqa: S308 - cleaned there


def terms_in_force() -> TermsInForce | None:
    """Give the newest terms of use; None: none were published."""
    rows = TermsOfUse.objects.order_by("-number")
    found = rows.values_list("number", "text", "published_at").first()
    return TermsInForce(*found) if found else None


def terms_number() -> int | None:
    """Give the number of the terms in force; None: none were published."""
    return TermsOfUse.objects.order_by("-number").values_list("number", flat=True).first()


def must_accept(person_id: int) -> int | None:
    """Give the number of the terms that a customer's person has yet to agree to; None: none.

    The agency's own people and people who are unknown agree to nothing.
    """
    number = terms_number()
    if number is None:
        return None
    if Acceptance.objects.filter(person=person_id, terms__number=number).exists():
        return None
    customer = Person.objects.filter(pk=person_id, company__isnull=False)
    return number if customer.exists() else None
