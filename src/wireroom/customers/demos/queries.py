"""Demos: what a person has on trial, and how requests become customers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from statistics import median
from typing import NamedTuple

from django.db.models import Q

from wireroom.customers.access.tokens import digest
from wireroom.customers.models import DemoRequest, Kind, Product, Stage, Subscription


class Trial(NamedTuple):
    """A demo that somebody reads by, or did."""

    ends_at: datetime
    is_over: bool


class ProofPage(NamedTuple):
    """What a link that was mailed stands for: `open`, `used` or `late`."""

    state: str
    email: str


class ProductOfInterest(NamedTuple):
    """A product that a prospect can name."""

    id: int
    name: str
    description: str


class Month(NamedTuple):
    """Requests made in a calendar month (UTC), and those of them that became customers."""

    year: int
    month: int
    requested: int
    proven: int
    converted: int


class Funnel(NamedTuple):
    """Requests of a stretch of time, and how far they have come since."""

    requested: int
    proven: int
    active: int
    converted: int
    expired: int
    refused: int
    to_proof_s: float | None
    """Median seconds from request to proof; None: there was none."""
    to_conversion_s: float | None
    """Median seconds from proof to conversion; None: there was none."""
    months: list[Month]


def trial_of(person_id: int, now: datetime) -> Trial | None:
    """Give the demo of a person whose company has nothing but demos in force, or had last.

    None: a customer, somebody of the agency, or nobody. One query.
    """
    rows = Subscription.objects.filter(company__people=person_id, active_from__lte=now)
    begun = [
        (kind, active_to)
        for kind, active_from, active_to in rows.values_list("kind", "active_from", "active_to")
        if active_to is None or active_to > active_from
    ]
    running = [each for each in begun if each[1] is None or each[1] > now]
    ends = [active_to for kind, active_to in running or begun if kind == Kind.DEMO and active_to]
    if not ends or len(ends) < len(running or begun):
        return None
    return Trial(max(ends), is_over=not running)


def proof_page(secret: str, now: datetime) -> ProofPage | None:
    """Give what a mailed link stands for; None: it never was one. Looking uses nothing up."""
    request = DemoRequest.objects.filter(proof_hash=digest(secret)).first()
    if request is None:
        return None
    if request.can_be_proven(now):
        return ProofPage("open", request.email)
    return ProofPage("late" if request.state == Stage.REQUESTED else "used", request.email)


def is_demo_requested(form: str) -> bool:
    """Whether a form has made a request already."""
    return DemoRequest.objects.filter(reference=form).exists()


def products_of_interest() -> list[ProductOfInterest]:
    """Give what a demo can be of: products on the price list that not everybody reads anyway."""
    rows = Product.objects.filter(active=True, listed=True, public=False).order_by("name", "pk")
    return [ProductOfInterest(*facts) for facts in rows.values_list("pk", "name", "description")]


def demo_funnel(since: datetime, until: datetime) -> Funnel:
    """Count the requests made from `since` until before `until`, by how far they have come.

    `proven`, `active` and `converted` count everybody who came that far, whatever came after.
    Requests of people who had access already are left out: they were answered, not refused.
    """
    asked = Q(requested_at__gte=since, requested_at__lt=until)
    answered = Q(state=Stage.REFUSED, decided_by="")
    rows = list(DemoRequest.objects.filter(asked).exclude(answered))
    return Funnel(
        requested=len(rows),
        proven=sum(row.proven_at is not None for row in rows),
        active=sum(row.activated_at is not None for row in rows),
        converted=sum(row.converted_at is not None for row in rows),
        expired=sum(row.state == Stage.EXPIRED for row in rows),
        refused=sum(row.state == Stage.REFUSED for row in rows),
        to_proof_s=_median((row.requested_at, row.proven_at) for row in rows),
        to_conversion_s=_median((row.proven_at, row.converted_at) for row in rows),
        months=_months(rows),
    )


def _median(spans: Iterable[tuple[datetime | None, datetime | None]]) -> float | None:
    known = [(end - begin).total_seconds() for begin, end in spans if begin and end]
    return median(known) if known else None


def _months(rows: Iterable[DemoRequest]) -> list[Month]:
    found: dict[tuple[int, int], list[DemoRequest]] = defaultdict(list)
    for row in rows:
        found[row.requested_at.year, row.requested_at.month].append(row)
    return [
        Month(
            *month,
            requested=len(members),
            proven=sum(row.proven_at is not None for row in members),
            converted=sum(row.converted_at is not None for row in members),
        )
        for month, members in sorted(found.items())
    ]
