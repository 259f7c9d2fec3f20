"""The tokens of one company."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from django.db.models import Q

from wireroom.customers.models import AccessToken
from wireroom.kernel.batches import batches

State = Literal["good", "expired", "revoked"]


class Owner(NamedTuple):
    """For whom a token reads: a company's person, or (None) the company; staff have none."""

    company_id: int | None
    person_id: int | None


class TokenFacts(NamedTuple):
    """A token as administrators see it; its secret nobody sees. Empty scopes mean every channel."""

    token_id: int
    name: str
    owner: str
    scopes: list[str]
    created_at: datetime
    created_by: str
    last_used_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None
    state: State


def tokens_of(company_id: int, now: datetime) -> list[TokenFacts]:
    """Give the tokens of a company and of its people, good ones first, the newest first."""
    rows = AccessToken.objects.filter(Q(company=company_id) | Q(person__company=company_id))
    rows = rows.select_related("person", "created_by").order_by("-created_at", "-id")
    tokens = [_facts(row, now) for row in rows]
    return sorted(tokens, key=lambda token: token.state != "good")


def token_of(token_id: int, company_id: int, now: datetime) -> TokenFacts | None:
    """Give one token of a company or of its people; None: it has none by this number."""
    return next((each for each in tokens_of(company_id, now) if each.token_id == token_id), None)


def owners_of_tokens(token_ids: Iterable[int]) -> dict[int, Owner]:
    """Give the owner of each token asked for, in one query for each 10,000."""
    found: dict[int, Owner] = {}
    for keys in batches(token_ids):
        rows = AccessToken.objects.filter(pk__in=keys)
        for pk, company, person, of_person in rows.values_list(
            "pk", "company", "person", "person__company"
        ):
            found[pk] = Owner(company or of_person, person)
    return found


def _facts(row: AccessToken, now: datetime) -> TokenFacts:
    return TokenFacts(
        token_id=row.pk,
        name=row.name,
        owner=row.person.name if row.person else "",
        scopes=list(row.scopes),
        created_at=row.created_at,
        created_by=row.created_by.name if row.created_by else "",
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        state=_state(row, now),
    )


def _state(row: AccessToken, now: datetime) -> State:
    if row.revoked_at is not None:
        return "revoked"
    return "expired" if row.expires_at is not None and row.expires_at <= now else "good"
