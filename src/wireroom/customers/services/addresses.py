"""A person moves to another e-mail address."""

from __future__ import annotations

from datetime import datetime

from wireroom.customers.access.identity import must_use_provider
from wireroom.customers.addresses import canonical_email, domain_of
from wireroom.customers.models import Person
from wireroom.customers.services.base import change_of_rights, get, save_valid
from wireroom.kernel.errors import WireroomError


class AddressNotYours(WireroomError):
    """Your company keeps the addresses of its people itself, or this one is not of its domain."""

    code = "address_not_yours"
    http_status = 403


def may_move_to(person_id: int, email: str) -> bool:
    """Whether a person may take an address: one of the company's domain, if it has one.

    Nobody whose company signs its people in itself moves: the address is what it vouches for.
    """
    person = get(Person, person_id)
    if must_use_provider(person, person.email):
        return False
    domain = person.company.domain if person.company else ""
    return not domain or domain_of(email) == domain_of(f"@{domain}")


def change_address(*, person_id: int, email: str, now: datetime, actor: str | None) -> Person:
    """Let a person sign in with, and be written to at, another address. It must be proven before.

    Raises:
        AddressNotYours: the company has its own say (403).
        NotValid: some spelling of the address is somebody's.
    """
    if not may_move_to(person_id, email):
        raise AddressNotYours
    with change_of_rights("move_address", now=now, actor=actor):
        person = get(Person, person_id)
        person.email = canonical_email(email)
        return save_valid(person)
