"""People join, move and leave."""

from __future__ import annotations

from datetime import datetime

from wireroom.customers.models import Person
from wireroom.customers.services.base import change_of_rights, get, save_valid


def create_person(  # noqa: PLR0913 - the facts about somebody
    *,
    email: str,
    first_name: str = "",
    last_name: str = "",
    job_title: str = "",
    role: str = "reader",
    company_id: int | None = None,
    is_staff: bool = False,
    password: str | None = None,
    now: datetime,
    actor: str | None,
) -> Person:
    """Register somebody of a company, or of the agency. Without a password nobody can sign in yet.

    Raises:
        NotValid: the address is taken (in any spelling) or not an address; no such company or role.
    """
    person = Person(
        email=email,
        first_name=first_name,
        last_name=last_name,
        job_title=job_title,
        role=role,
        company_id=company_id,
        is_staff=is_staff,
        date_joined=now,
    )
    person.set_password(password)
    with change_of_rights("create", now=now, actor=actor):
        return save_valid(person)


def deactivate_person(*, person_id: int, now: datetime, actor: str | None) -> Person:
    """End all reading and signing in of a person; idempotent.

    Raises:
        NotFound: no such person.
    """
    return _set_active(person_id, active=False, now=now, actor=actor)


def reactivate_person(*, person_id: int, now: datetime, actor: str | None) -> Person:
    """Let a person in again; idempotent.

    Raises:
        NotFound: no such person.
    """
    return _set_active(person_id, active=True, now=now, actor=actor)


def move_person(
    *, person_id: int, company_id: int | None, now: datetime, actor: str | None
) -> Person:
    """Let a person read for another company, or for none.

    Raises:
        NotFound: no such person.
        NotValid: no such company.
    """
    with change_of_rights("move", now=now, actor=actor):
        person = get(Person, person_id)
        person.company_id = company_id
        return save_valid(person)


def _set_active(person_id: int, *, active: bool, now: datetime, actor: str | None) -> Person:
    with change_of_rights("reactivate" if active else "deactivate", now=now, actor=actor):
        person = get(Person, person_id)
        person.is_active = active
        return save_valid(person)
