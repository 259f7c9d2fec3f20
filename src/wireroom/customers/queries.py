"""Who reads what: readers for the policy, and what the push server must know about changes."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Min, Q

from wireroom.customers.access.session_queries import (
    networks_of_person,
    networks_of_sessions,
    networks_of_tokens,
    seats,
    session_state,
    sessions_of,
    sessions_of_company,
    why_ended,
    why_ended_among,
)
from wireroom.customers.access.sessions import sessions_alive
from wireroom.customers.demos.queries import (
    ProofPage,
    Trial,
    demo_funnel,
    is_demo_requested,
    products_of_interest,
    proof_page,
    trial_of,
)
from wireroom.customers.facts import PersonFacts, company_of, person_facts
from wireroom.customers.models import AccessToken, Person, RightsChange, Subscription
from wireroom.customers.offers import ProductOnOffer, list_products, product_on_offer
from wireroom.customers.policy import Reader
from wireroom.customers.rights.coverage import by_product, plan_of
from wireroom.customers.rights.explaining import explain_for_person
from wireroom.customers.rights.grants import STAFF_GRANT, grants_of_products
from wireroom.customers.rights.reach import audience_of
from wireroom.customers.rights.readers import (
    public_reader,
    reader_for_token,
    reader_of,
    readers_of_companies,
    readers_of_people,
    readers_of_tokens,
)
from wireroom.customers.terms.queries import (
    must_accept,
    terms_in_force,
    terms_number,
)
from wireroom.query.plan import Node

__all__ = [
    "PersonFacts",
    "ProductOnOffer",
    "ProofPage",
    "Trial",
    "audience_of",
    "company_of",
    "demo_funnel",
    "explain_for_person",
    "is_demo_requested",
    "list_products",
    "must_accept",
    "networks_of_person",
    "networks_of_sessions",
    "networks_of_tokens",
    "next_boundary",
    "person_facts",
    "person_id_of",
    "plans_on_offer",
    "product_on_offer",
    "products_of",
    "products_of_interest",
    "proof_page",
    "public_reader",
    "reader_for_token",
    "reader_of",
    "readers_of_companies",
    "readers_of_people",
    "readers_of_tokens",
    "rights_generation",
    "seats",
    "session_state",
    "sessions_alive",
    "sessions_of",
    "sessions_of_company",
    "terms_in_force",
    "terms_number",
    "trial_of",
    "why_ended",
    "why_ended_among",
]


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
