"""Machines with tokens, for recalls: which were in use, for whom, and what they could read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from wireroom.customers.models import AccessToken
from wireroom.customers.policy import Channel, Reader
from wireroom.customers.rights.readers import Owner, assets_of, opens, reader_from
from wireroom.kernel.batches import batches


class Machine(NamedTuple):
    """A token in use. `company_id` is 0 for the agency's own, `person_id` for a company's token.

    `streams_only`: its uses are streams, and nothing else.
    """

    token_id: int
    name: str
    company_id: int
    person_id: int
    last_used_at: datetime | None
    streams_only: bool


class StreamReader(NamedTuple):
    """A machine that reads streams, with what its owner has ever held."""

    machine: Machine
    reader: Reader


_COLUMNS = ("pk", "name", "company", "person", "person__company", "last_used_at", "scopes")


def machines(token_ids: Iterable[int]) -> dict[int, Machine]:
    """Give the facts about each token asked for, revoked ones too; one query for each 10,000."""
    found: dict[int, Machine] = {}
    for keys in batches(token_ids):
        rows = AccessToken.objects.filter(pk__in=keys).values_list(*_COLUMNS)
        found |= {row[0]: _machine(row) for row in rows}
    return found


def stream_readers(used_since: datetime, now: datetime) -> list[StreamReader]:
    """Give the tokens of customers that could open streams and were in use since a moment.

    The readers carry past grants, also when the token was revoked or the company ended since: ask
    the policy at the moment in question. Three queries.
    """
    rows = AccessToken.objects.filter(last_used_at__gte=used_since).values_list(
        *_COLUMNS, "person__company__code", "company__code"
    )
    owners: dict[Machine, Owner] = {}
    for row in rows:
        machine = _machine(row)
        if machine.company_id and opens(row[6], Channel.STREAM):
            owners[machine] = Owner(
                is_active=True,
                is_staff=False,
                company_id=machine.company_id,
                company=row[7] or row[8],
                company_active=True,
            )
    assets = assets_of(owners.values(), now)
    return [
        StreamReader(machine, reader_from(owner, assets, now, Channel.STREAM))
        for machine, owner in owners.items()
    ]


def _machine(row: tuple) -> Machine:  # type: ignore[type-arg]  # columns of _COLUMNS
    token_id, name, company, person, of_person, last_used_at, scopes = row[:7]
    company_id = company or of_person or 0
    only = scopes == [Channel.STREAM]
    return Machine(token_id, name, company_id, person or 0, last_used_at, only)
