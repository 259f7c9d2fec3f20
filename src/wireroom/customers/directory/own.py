"""What somebody sees of themselves."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from wireroom.customers.access.devices import device
from wireroom.customers.models import Acceptance, AccessEvent, CompanyRole, Person

RECENT = 12


class Profile(NamedTuple):
    """A person as their own pages show them. Without a company they are of the agency."""

    person_id: int
    first_name: str
    last_name: str
    email: str
    job_title: str
    phone: str
    company_id: int | None
    company: str
    is_administrator: bool

    @property
    def name(self) -> str:
        """The whole name, or the address of who has given none."""
        return f"{self.first_name} {self.last_name}".strip() or self.email


class Happened(NamedTuple):
    """A sign-in, or one that failed: when, whether it went well, from where, by what."""

    at: datetime
    is_good: bool
    address: str | None
    device: str
    method: str


class Accepted(NamedTuple):
    """A version of the terms that somebody agreed to."""

    number: int
    accepted_at: datetime
    address: str | None
    where: str


def profile_of(person_id: int) -> Profile | None:
    """Give a person's profile; None: nobody has this number."""
    person = Person.objects.select_related("company").filter(pk=person_id).first()
    if person is None:
        return None
    return Profile(
        person_id=person.pk,
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        job_title=person.job_title,
        phone=person.phone,
        company_id=person.company_id,
        company=person.company.name if person.company else "",
        is_administrator=_administers(person),
    )


def recent_sign_ins(person_id: int) -> list[Happened]:
    """Give the newest sign-ins of a person, and attempts that failed, the newest first."""
    rows = AccessEvent.objects.filter(subject=f"person:{person_id}", what__startswith="sign_in:")
    return [
        Happened(
            at=row.at,
            is_good=row.what == "sign_in:ok",
            address=row.address,
            device=device(str(row.detail.get("agent", ""))),
            method=str(row.detail.get("method", "")),
        )
        for row in rows.order_by("-id")[:RECENT]
    ]


def accepted_terms(person_id: int) -> list[Accepted]:
    """Give what a person agreed to, the newest first."""
    rows = Acceptance.objects.filter(person=person_id).order_by("-id")
    return [
        Accepted(*facts)
        for facts in rows.values_list("terms__number", "accepted_at", "address", "where")
    ]


def _administers(person: Person) -> bool:
    is_customer = person.company_id is not None and not (person.is_staff or person.is_superuser)
    return is_customer and person.role == CompanyRole.ADMINISTRATOR
