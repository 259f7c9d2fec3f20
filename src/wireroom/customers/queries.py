"""Who reads what: readers for the policy, and what the push server must know about changes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.db.models import Max, Min, Q

from wireroom.customers.coverage import by_product, plan_of
from wireroom.customers.facts import PersonFacts, company_of, person_facts
from wireroom.customers.grants import (
    STAFF_GRANT,
    grants_of_companies,
    grants_of_products,
    grants_of_public,
    in_order,
)
from wireroom.customers.models import AccessToken, Person, Product, RightsChange, Subscription
from wireroom.customers.policy import Grant, Reader
from wireroom.customers.reach import Audience, audience_of
from wireroom.customers.sessions import sessions_alive
from wireroom.customers.tokens import digest
from wireroom.kernel.batches import batches
from wireroom.query.plan import Node

__all__ = [
    "Audience",
    "Ending",
    "PersonFacts",
    "ProductOnOffer",
    "TokenReader",
    "audience_of",
    "company_of",
    "list_products",
    "next_boundary",
    "person_facts",
    "person_id_of",
    "plans_on_offer",
    "products_of",
    "public_reader",
    "reader_for_token",
    "reader_of",
    "readers_of_people",
    "readers_of_tokens",
    "rights_generation",
    "sessions_alive",
    "subscriptions_ending",
]

K = TypeVar("K", bound=Hashable)

NOBODY = Reader(name="nobody")
"""Whoever is unknown, inactive, or of an inactive or no company: no grants."""
STAFF = Reader(name="staff", grants=(STAFF_GRANT,))


class TokenReader(NamedTuple):
    """A token that is good now: for whom it reads, and which one it is."""

    reader: Reader
    token_id: int


class ProductOnOffer(NamedTuple):
    """A product as the price list shows it; an empty list of languages means all."""

    code: str
    name: str
    description: str
    level: str
    public: bool
    languages: list[str]


class Ending(NamedTuple):
    """A subscription that runs out: when, whose, and of what."""

    active_to: datetime
    company: str
    product: str


class _Owner(NamedTuple):
    """The facts that decide for whom somebody reads."""

    is_active: bool | None
    is_staff: bool | None
    company_id: int | None
    company: str | None
    company_active: bool | None


_PERSON = ("is_active", "is_staff", "company", "company__code", "company__active")
_TOKEN = (*(f"person__{name}" for name in _PERSON), "company", "company__code", "company__active")


def public_reader(now: datetime) -> Reader:
    """Give the anonymous public, which reads the products marked public."""
    return Reader(name="public", grants=grants_of_public(now))


def reader_of(person_id: int, now: datetime) -> Reader:
    """Give the reader that a person is; an unknown or inactive one has no grants."""
    return readers_of_people([person_id], now)[person_id]


def readers_of_people(ids: Iterable[int], now: datetime) -> dict[int, Reader]:
    """Give the reader of each person asked for, in three queries (for each 10,000 of them)."""
    found: dict[int, Reader] = {}
    for keys in batches(ids):
        rows = Person.objects.filter(pk__in=keys).values_list("pk", *_PERSON)
        owners = {pk: _Owner(*facts) for pk, *facts in rows}
        found |= dict.fromkeys(keys, NOBODY) | _readers(owners, now)
    return found


def reader_for_token(secret: str, now: datetime) -> TokenReader | None:
    """Give the reader and the id of the token with this secret; None: unknown, expired, revoked."""
    wanted = digest(secret)
    return readers_of_tokens([wanted], now).get(wanted)


def readers_of_tokens(hashes: Iterable[bytes], now: datetime) -> dict[bytes, TokenReader]:
    """Give the reader of each token that is good at `now`, by the SHA-256 of its secret.

    Unknown, expired and revoked ones are left out; one whose owner may not read has no grants.
    Three queries (for each 10,000).
    """
    found: dict[bytes, TokenReader] = {}
    for keys in batches(hashes):
        good = AccessToken.objects.filter(hash__in=keys, revoked_at=None)
        good = good.filter(Q(expires_at=None) | Q(expires_at__gt=now))
        rows = list(good.values_list("pk", "hash", "person", *_TOKEN))
        owners = {pk: _token_owner(person, facts) for pk, _, person, *facts in rows}
        readers = _readers(owners, now)
        found |= {bytes(hash_): TokenReader(readers[pk], pk) for pk, hash_, *_ in rows}
    return found


def _token_owner(person: int | None, facts: list[object]) -> _Owner:
    of_person, of_company = _Owner(*facts[:5]), facts[5:]  # type: ignore[arg-type]  # columns of _TOKEN
    if person is None:
        facts = [True, False, *of_company]
        return _Owner(*facts)  # type: ignore[arg-type]  # as above
    if of_company[0] is not None and of_company[0] != of_person.company_id:
        return of_person._replace(is_active=False)
    return of_person


def _readers(owners: Mapping[K, _Owner], now: datetime) -> dict[K, Reader]:
    paying = {owner.company_id for owner in owners.values() if owner.company_active}
    grants = grants_of_companies({pk for pk in paying if pk is not None}, now) if paying else {}
    public = grants_of_public(now) if grants else ()

    def reader(owner: _Owner) -> Reader:
        if not owner.is_active:
            return NOBODY
        if owner.company_id is None:
            return STAFF if owner.is_staff else NOBODY
        if not owner.company_active:
            return NOBODY
        return Reader(
            name=owner.company or "",
            grants=_with_public(grants.get(owner.company_id, ()), public, now),
        )

    return {key: reader(owner) for key, owner in owners.items()}


def _with_public(
    own: tuple[Grant, ...], public: tuple[Grant, ...], now: datetime
) -> tuple[Grant, ...]:
    """Add what everybody may read to what a customer has bought: nobody sees less for paying."""
    return in_order((*own, *public)) if any(grant.active_at(now) for grant in own) else own


def person_id_of(email: str) -> int | None:
    """Find who signs in with an address, written in any case; None: nobody."""
    found: int | None = Person.objects.filter(email=email).values_list("pk", flat=True).first()
    return found


def products_of(reader: Reader, now: datetime) -> dict[str, Node]:
    """Give what `product:` may name in this reader's queries, and what it means, by code.

    These are the products in force in the reader's hands; for staff all that are on offer.
    """
    staff = STAFF_GRANT in reader.grants
    return by_product(grants_of_products(now) if staff else reader.grants, now)


def plans_on_offer(now: datetime) -> tuple[Node, ...]:
    """Give what the products on offer carry, each once: nothing else is in anybody's rights now."""
    return tuple(dict.fromkeys(plan_of(grant) for grant in grants_of_products(now)))


def list_products() -> list[ProductOnOffer]:
    """Give the active products by name: what the agency shows to whoever may become a customer."""
    rows = Product.objects.filter(active=True).order_by("name", "code")
    return [ProductOnOffer(*facts) for facts in rows.values_list(*ProductOnOffer._fields)]


def subscriptions_ending(now: datetime, *, until: datetime) -> list[Ending]:
    """Give the subscriptions that end after `now` and not after `until`, the first to end first."""
    rows = Subscription.objects.filter(active_to__gt=now, active_to__lte=until)
    ordered = rows.order_by("active_to", "company__name", "pk")
    return [
        Ending(*facts)  # type: ignore[arg-type]  # the filter leaves no end open
        for facts in ordered.values_list("active_to", "company__name", "product__name")
    ]


def rights_generation() -> int:
    """Give the number of the newest change of rights, 0 before the first; never goes back.

    Whoever keeps readers asks again and again, and reads them anew when it has grown.
    """
    return RightsChange.objects.aggregate(newest=Max("id"))["newest"] or 0


def next_boundary(now: datetime) -> datetime | None:
    """Give the next moment at which rights change by themselves; None: there is none in sight."""
    starts_and_ends = Subscription.objects.aggregate(
        start=Min("active_from", filter=Q(active_from__gt=now)),
        end=Min("active_to", filter=Q(active_to__gt=now)),
    )
    expiry = AccessToken.objects.filter(revoked_at=None, expires_at__gt=now).aggregate(
        end=Min("expires_at")
    )
    moments = [*starts_and_ends.values(), *expiry.values()]
    return min((moment for moment in moments if moment is not None), default=None)
