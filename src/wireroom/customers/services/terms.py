"""Terms of use are published, and agreed to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from wireroom.customers.models import Acceptance, AccessEvent, TermsOfUse
from wireroom.customers.models.rights_change import take_turn
from wireroom.customers.services.base import NotFound, NotValid
from wireroom.kernel.markup import tidy


def publish_terms(*, text: str, now: datetime, actor: str | None) -> int:
    """Put new terms of use (markdown) in force and give their number; the former stay on record.

    Raises:
        NotValid: there is no text.
    """
    text = tidy(text)
    if not text:
        raise NotValid("The terms are empty.", text="Write the terms.")
    with transaction.atomic():
        take_turn(using="default")
        newest = TermsOfUse.objects.aggregate(number=Max("number"))["number"] or 0
        terms = TermsOfUse(
            number=newest + 1, text=text, published_at=now, published_by=(actor or "")[:254]
        )
        terms.save()
        AccessEvent.record(
            what="terms:published", now=now, actor=actor or "", subject=f"terms:{terms.number}"
        )
    return terms.number


def accept_terms(
    *,
    number: int,
    email: str,
    where: str,
    now: datetime,
    person_id: int | None = None,
    address: str | None = None,
) -> None:
    """Record that somebody agreed to a version; a person's second yes to it changes nothing.

    `where` names the screen: "demo form", "sign-in", "invitation".

    Raises:
        NotFound: there is no such version.
    """
    with transaction.atomic():
        terms = TermsOfUse.objects.filter(number=number).first()
        if terms is None:
            raise NotFound("There is no such version of the terms.", number=number)
        known = Acceptance.objects.filter(terms=terms, person=person_id)
        if person_id is not None and known.exists():
            return
        Acceptance(
            terms=terms,
            person_id=person_id,
            email=email[:254],
            accepted_at=now,
            address=address,
            where=where[:40],
        ).save()
        AccessEvent.record(
            what="terms:accepted",
            now=now,
            actor=email,
            subject=f"terms:{number}",
            address=address,
            where=where,
        )
