"""Who calls by a token: what the customer API has to know beside what may be read."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from wireroom.customers.models import AccessToken


class CallerFacts(NamedTuple):
    """A token's owner. `person_id` None: the token is its company's; `company_id` None: staff's.

    `networks` are those of the company, from which alone its machines may come; none: anywhere.
    """

    name: str
    scopes: list[str]
    company_id: int | None
    company_code: str
    company_name: str
    company_active: bool
    networks: list[str]
    person_id: int | None
    expires_at: datetime | None
    last_used_at: datetime | None


def caller_of(token_id: int) -> CallerFacts | None:
    """Give the facts about a token's owner in one query; None: there is no such token."""
    row = (
        AccessToken.objects.filter(pk=token_id)
        .select_related("company", "person", "person__company")
        .first()
    )
    if row is None:
        return None
    company = row.company or (row.person.company if row.person else None)
    return CallerFacts(
        name=row.name,
        scopes=list(row.scopes),
        company_id=company.pk if company else None,
        company_code=company.code if company else "",
        company_name=company.name if company else "",
        company_active=bool(company and company.active),
        networks=list(company.networks) if company else [],
        person_id=row.person_id,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )
