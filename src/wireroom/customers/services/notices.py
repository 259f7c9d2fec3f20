"""Customers and sales are told in time that a subscription ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from wireroom.customers import letters
from wireroom.customers.demos.ending import ENDED, STILL_NEWS_FOR, notice_due
from wireroom.customers.models import (
    Company,
    CompanyRole,
    Kind,
    Notice,
    Person,
    Subscription,
)

_AHEAD = timedelta(days=30)


class _Due(NamedTuple):
    company_id: int
    ends_at: datetime
    kind: str
    subscription: Subscription


def _letter(due: _Due) -> tuple[int, datetime, str]:
    """Say what it shares with all that is told in one letter."""
    return due.company_id, due.ends_at, due.kind


def send_notices(*, now: datetime) -> int:
    """Write the notices that are due, one letter for all that ends together; give how many ends.

    Each is written once for each end, and none for a subscription that is renewed: another to the
    same product goes on from its end. Demos are told of by `services.demos`.
    """
    groups = groupby(sorted(_due(now), key=_letter), key=_letter)
    return sum(_tell(list(group), now) for _, group in groups)


def _due(now: datetime) -> Iterable[_Due]:
    renewed = Subscription.objects.filter(
        Q(active_to=None) | Q(active_to__gt=OuterRef("active_to")),
        company=OuterRef("company"),
        product=OuterRef("product"),
        active_from__lte=OuterRef("active_to"),
    ).exclude(pk=OuterRef("pk"))
    ending = Subscription.objects.filter(
        ~Exists(renewed),
        active_to__gt=now - STILL_NEWS_FOR,
        active_to__lte=now + _AHEAD,
        company__active=True,
    ).exclude(kind=Kind.DEMO)
    rows = Notice.objects.filter(subscription__in=ending)
    sent = set(rows.values_list("subscription", "kind", "ends_at"))
    for subscription in ending.select_related("company", "product"):
        ends_at = subscription.active_to
        kind = ends_at and notice_due(subscription.active_from, ends_at, now)
        if ends_at and kind and (subscription.pk, kind, ends_at) not in sent:
            yield _Due(subscription.company_id, ends_at, kind, subscription)


@transaction.atomic
def _tell(group: list[_Due], now: datetime) -> int:
    for each in group:
        Notice(
            subscription=each.subscription, kind=each.kind, ends_at=each.ends_at, sent_at=now
        ).save()
    first = group[0]
    company = first.subscription.company
    told = _people_of(company)
    facts: dict[str, Any] = {
        "ended": first.kind == ENDED,
        "ends_at": first.ends_at,
        "company": company.name,
        "company_id": company.pk,
        "products": sorted(each.subscription.product.name for each in group),
    }
    agency = _for_agency(company)
    reply_to = letters.sales_reply_to() or next(iter(agency), "")
    letters.send("subscription_ends", told, now=now, reply_to=reply_to, **facts)
    letters.send("subscription_ends_for_agency", agency, now=now, told=told, **facts)
    return len(group)


def _people_of(company: Company) -> list[str]:
    people = Person.objects.filter(company=company, is_active=True).order_by("pk")
    administrators = people.filter(role=CompanyRole.ADMINISTRATOR)
    return [person.email for person in administrators] or [person.email for person in people]


def _for_agency(company: Company) -> list[str]:
    manager = company.manager
    if manager is not None and manager.is_active:
        return [manager.email]
    return letters.sales_addresses()
