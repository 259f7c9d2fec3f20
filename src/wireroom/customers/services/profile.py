"""What people change about themselves, and administrators about their colleagues."""

from __future__ import annotations

from datetime import datetime, timedelta

from wireroom.customers import letters
from wireroom.customers.models import AccessEvent, Company, CompanyRole, Customer, Person
from wireroom.customers.services.base import (
    NotFound,
    NotValid,
    change_of_rights,
    get,
    held_valid,
    save_valid,
)
from wireroom.customers.services.people import deactivate_person, reactivate_person
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.markup import one_line, tidy

_OWN = ("first_name", "last_name", "job_title", "phone")
_ASK_AGAIN_AFTER = timedelta(hours=1)


class LastAdministrator(WireroomError):
    """This is the last administrator of the company. Make somebody else one first."""

    code = "last_administrator"
    http_status = 409


class AskedAlready(WireroomError):
    """Your company has asked within the last hour. We will answer."""

    code = "asked_already"
    http_status = 429


class NobodyToAsk(WireroomError):
    """The agency has not said whom to ask."""

    code = "nobody_to_ask"
    http_status = 409


def change_profile(*, person_id: int, **values: str) -> Person:
    """Change somebody's `first_name`, `last_name`, `job_title` or `phone`; each becomes one line.

    Raises:
        NotFound: no such person.
        NotValid: too long, or no such field.
    """
    if odd := values.keys() - set(_OWN):
        raise NotValid(f"This cannot change: {', '.join(sorted(odd))}.")
    person = get(Person, person_id)
    for name, value in values.items():
        setattr(person, name, one_line(value))
    others = {field.name for field in person._meta.fields} - set(values)
    with held_valid():
        person.clean_fields(exclude=others)
    person.save(update_fields=sorted(values))
    return person


def set_role(*, person_id: int, company_id: int, role: str, now: datetime, actor: str) -> Person:
    """Make somebody an administrator or a reader of their company; idempotent.

    Raises:
        NotFound: nobody of this company.
        LastAdministrator: nobody else could administer the company (409).
        NotValid: no such role.
    """
    with change_of_rights("role", now=now, actor=actor):
        person = _colleague(person_id, company_id)
        if role != CompanyRole.ADMINISTRATOR:
            _refuse_last_administrator(person)
        person.role = role
        return save_valid(person)


def deactivate_colleague(*, person_id: int, company_id: int, now: datetime, actor: str) -> None:
    """Let a colleague in no more; idempotent.

    Raises:
        NotFound: nobody of this company.
        LastAdministrator: nobody else could administer the company (409).
    """
    with change_of_rights("deactivate", now=now, actor=actor):
        person = _colleague(person_id, company_id)
        if person.is_active:
            _refuse_last_administrator(person)
        deactivate_person(person_id=person_id, now=now, actor=actor)


def reactivate_colleague(*, person_id: int, company_id: int, now: datetime, actor: str) -> None:
    """Let a colleague in again; idempotent.

    Raises:
        NotFound: nobody of this company.
    """
    with change_of_rights("reactivate", now=now, actor=actor):
        _colleague(person_id, company_id)
        reactivate_person(person_id=person_id, now=now, actor=actor)


def is_last_administrator(person: Person) -> bool:
    """Whether somebody administers their company and nobody else does."""
    others = Customer.objects.filter(
        company=person.company_id, role=CompanyRole.ADMINISTRATOR, is_active=True
    )
    is_one = person.role == CompanyRole.ADMINISTRATOR and person.is_active
    return is_one and not others.exclude(pk=person.pk).exists()


def ask_for_seats(
    *, company_id: int, person_id: int, seats: int, words: str, now: datetime, actor: str
) -> None:
    """Write to whom of the agency the company talks to, else to sales, that more seats are wanted.

    Raises:
        NobodyToAsk: there is no manager, and the agency has no sales address (409).
        AskedAlready: within the last hour (429).
    """
    with change_of_rights("ask", now=now, actor=actor):
        company = get(Company, company_id)
        to = [company.manager.email] if company.manager else letters.sales_addresses()
        if not to:
            raise NobodyToAsk
        subject = f"company:{company_id}"
        asked = AccessEvent.objects.filter(what="seats:asked", subject=subject)
        if asked.filter(at__gt=now - _ASK_AGAIN_AFTER).exists():
            raise AskedAlready
        person = get(Person, person_id)
        letters.send(
            "more_seats",
            to,
            now=now,
            reply_to=person.email,
            company=one_line(company.name),
            company_id=company_id,
            name=one_line(person.get_full_name()) or person.email,
            email=person.email,
            seats=seats,
            words=tidy(words),
        )
        AccessEvent.record(what="seats:asked", now=now, actor=actor, subject=subject, seats=seats)


def _colleague(person_id: int, company_id: int) -> Customer:
    found: Customer | None = Customer.objects.filter(pk=person_id, company=company_id).first()
    if found is None:
        raise NotFound("There is no such person.", id=person_id)
    return found


def _refuse_last_administrator(person: Person) -> None:
    """Taken in turn with every other change of rights, so that two cannot step down together."""
    if is_last_administrator(person):
        raise LastAdministrator
