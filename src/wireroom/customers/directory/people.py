"""The people of one company, as its administrators see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max

from wireroom.customers.models import CompanyRole, Customer, Invitation


class Colleague(NamedTuple):
    """Somebody of the company. `seen_at` is of their newest session; None: never signed in."""

    person_id: int
    name: str
    email: str
    job_title: str
    role: str
    is_active: bool
    seen_at: datetime | None

    @property
    def is_administrator(self) -> bool:
        """Whether they manage the company's people and tokens."""
        return self.role == CompanyRole.ADMINISTRATOR


class Waiting(NamedTuple):
    """An invitation that nobody has accepted. It looks the same whoever the address belongs to."""

    invitation_id: int
    email: str
    role: str
    invited_by: str
    sent_at: datetime
    expires_at: datetime
    is_expired: bool


def people_of(company_id: int) -> list[Colleague]:
    """Give everybody of a company, those who may sign in first, by name."""
    rows = Customer.objects.filter(company=company_id).annotate(seen_at=Max("sign_ins__seen_at"))
    people = [
        Colleague(
            person_id=row.pk,
            name=row.name,
            email=row.email,
            job_title=row.job_title,
            role=row.role,
            is_active=row.is_active,
            seen_at=row.seen_at,
        )
        for row in rows
    ]
    return sorted(people, key=lambda each: (not each.is_active, each.name.casefold(), each.email))


def administrators_of(company_id: int) -> list[Colleague]:
    """Give those who administer a company and may sign in."""
    return [each for each in people_of(company_id) if each.is_administrator and each.is_active]


def names_of(company_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """Give the names of those of `person_ids` who are of the company."""
    rows = Customer.objects.filter(company=company_id, pk__in=person_ids)
    return {row.pk: row.name for row in rows}


def waiting_invitations(company_id: int, now: datetime) -> list[Waiting]:
    """Give the invitations that nobody accepted or took back, the newest first."""
    rows = Invitation.objects.filter(company=company_id, accepted_at=None, revoked_at=None)
    return [
        Waiting(
            invitation_id=row.pk,
            email=row.email,
            role=row.role,
            invited_by=row.invited_by,
            sent_at=row.sent_at,
            expires_at=row.expires_at,
            is_expired=row.expires_at <= now,
        )
        for row in rows.order_by("-sent_at", "-id")
    ]
