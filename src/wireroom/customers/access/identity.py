"""Whose word counts when somebody signs in: their password, or their company's own provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from wireroom.customers.addresses import canonical_email, domain_of, person_key
from wireroom.customers.models import IdentityProvider, Person


class Provider(NamedTuple):
    """A company's identity provider as signing in needs it."""

    code: str
    name: str
    protocol: str
    company_id: int
    domains: frozenset[str]
    required: bool
    config: dict[str, Any]
    secret: str

    def vouches_for(self, email: str) -> bool:
        """Whether the address lies in one of its domains: for others its word counts nothing."""
        return domain_of(email) in self.domains

    @property
    def creates_people(self) -> bool:
        """Whether somebody unknown whom it vouches for becomes a reader of its company."""
        return bool(self.config.get("create_people"))


def providers() -> Iterator[Provider]:
    """Give the providers in force, of active companies."""
    rows = IdentityProvider.objects.filter(active=True, company__active=True)
    return (_provider(row) for row in rows.order_by("code"))


def provider(code: str) -> Provider | None:
    """Give the provider in force with this code; None: there is none."""
    return next((each for each in providers() if each.code == code), None)


def provider_for(email: str) -> Provider | None:
    """Give the provider whose company signs an address in; None: nobody but ourselves does."""
    return next((each for each in providers() if each.vouches_for(email)), None)


def person_by_address(typed: str) -> Person | None:
    """Find who signs in with an address, however it is spelt, with the company; active or not."""
    people = Person.objects.select_related("company").filter(email_key=person_key(typed))
    found: Person | None = people.first()
    return found


def person_vouched_for(claimed: Provider, email: str) -> Person | None:
    """Find whom a provider may sign in: an active reader of its company, by the exact address.

    Spellings count here: which of them share a mailbox is the provider's affair, not ours.
    """
    if not claimed.vouches_for(email):
        return None
    found: Person | None = Person.objects.filter(
        email=canonical_email(email),
        company=claimed.company_id,
        is_active=True,
        is_staff=False,
        is_superuser=False,
    ).first()
    return found


def must_use_provider(person: Person | None, typed: str) -> bool:
    """Whether the company lets nobody of this domain in by password.

    Asks the same of an unknown address as of a known one, so that both cost the same.
    """
    return any(
        each.required
        and each.vouches_for(person.email if person else typed)
        and person is not None
        and person.company_id == each.company_id
        for each in providers()
    )


def _provider(row: IdentityProvider) -> Provider:
    return Provider(
        code=row.code,
        name=row.name,
        protocol=row.protocol,
        company_id=row.company_id,
        domains=frozenset(domain_of(f"@{domain}") for domain in row.domains),
        required=row.required,
        config=row.config,
        secret=row.secret,
    )
