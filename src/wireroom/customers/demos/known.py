"""What the agency knows of somebody who asks for a demo."""

from __future__ import annotations

from datetime import datetime

from wireroom.customers.demos.domains import is_shared
from wireroom.customers.demos.standing import Standing
from wireroom.customers.models import Company, DemoRequest, Person, Stage, Subscription

_HAD_ONE = (Stage.ACTIVE, Stage.CONVERTED, Stage.EXPIRED)


def standing_of(email_key: str, domain: str, now: datetime) -> Standing:
    """Give how a request from an address goes on, by the keys of `customers.addresses`."""
    person = Person.objects.filter(email_key=email_key).first()
    if person is not None:
        return Standing.KNOWN if _reads(person, now) else Standing.OVER
    if DemoRequest.objects.filter(email_key=email_key, state__in=_HAD_ONE).exists():
        return Standing.OVER
    if not is_shared(domain) and _has_access(domain, now):
        return Standing.COLLEAGUE
    return Standing.FREE


def _reads(person: Person, now: datetime) -> bool:
    if person.company_id is None:
        return True
    return Subscription.objects.in_force(now).filter(company=person.company_id).exists()


def _has_access(domain: str, now: datetime) -> bool:
    companies = Company.objects.filter(active=True, domain=domain)
    return Subscription.objects.in_force(now).filter(company__in=companies).exists()
