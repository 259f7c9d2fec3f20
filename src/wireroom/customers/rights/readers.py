"""From people and tokens to readers, each made for the channel by which it reads."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.db.models import Q

from wireroom.customers.access.tokens import digest
from wireroom.customers.models import AccessToken, Company, Person
from wireroom.customers.policy import Channel, Grant, Reader, on_channel
from wireroom.customers.rights.grants import (
    STAFF_GRANT,
    grants_of_companies,
    grants_of_public,
    in_order,
)
from wireroom.kernel.batches import batches

K = TypeVar("K", bound=Hashable)

NOBODY = Reader(name="nobody")
"""Whoever is unknown, inactive, or of an inactive or no company: no grants."""
STAFF = Reader(name="staff", grants=(STAFF_GRANT,))


class TokenReader(NamedTuple):
    """A token that is good now: for whom it reads, and which one it is."""

    reader: Reader
    token_id: int


class Owner(NamedTuple):
    """The facts that decide for whom somebody reads."""

    is_active: bool | None
    is_staff: bool | None
    company_id: int | None
    company: str | None
    company_active: bool | None

    @property
    def buyer(self) -> int | None:
        """The company whose subscriptions count; None: no company's."""
        return self.company_id if self.is_active and self.company_active else None


class Assets(NamedTuple):
    """What companies have bought, and what everybody may read."""

    bought: Mapping[int, tuple[Grant, ...]]
    public: tuple[Grant, ...]


_PERSON = ("is_active", "is_staff", "company", "company__code", "company__active")
_TOKEN = (*(f"person__{name}" for name in _PERSON), "company", "company__code", "company__active")


def public_reader(now: datetime, channel: Channel | None = Channel.TERMINAL) -> Reader:
    """Give the anonymous public: products marked public, and samples. The site is a screen."""
    reader = Reader(name="public", grants=grants_of_public(now))
    return on_channel(reader, channel) if channel else reader


def reader_of(person_id: int, now: datetime, channel: Channel | None = Channel.TERMINAL) -> Reader:
    """Give the reader that a person is; an unknown or inactive one has no grants."""
    return readers_of_people([person_id], now, channel)[person_id]


def readers_of_people(
    ids: Iterable[int], now: datetime, channel: Channel | None = Channel.TERMINAL
) -> dict[int, Reader]:
    """Give the reader of each person asked for, in three queries (for each 10,000 of them).

    Args:
        ids: of people.
        now: the moment of asking.
        channel: by which they read. None leaves every grant, each says where it is good: for
            whoever asks about several channels, and goes on with `on_channel`.
    """
    found: dict[int, Reader] = {}
    for keys in batches(ids):
        owners = owners_of(keys)
        found |= dict.fromkeys(keys, NOBODY) | _readers(owners, now, channel)
    return found


def owners_of(ids: Iterable[int]) -> dict[int, Owner]:
    """Give what decides for whom people read, without the unknown ones. One query."""
    rows = Person.objects.filter(pk__in=list(ids)).values_list("pk", *_PERSON)
    return {pk: Owner(*facts) for pk, *facts in rows}


def readers_of_companies(
    ids: Iterable[int], now: datetime, channel: Channel | None
) -> dict[int, Reader]:
    """Give the reader that each company is by a channel: for its feeds, which no person reads.

    None as the channel leaves every grant, as in `readers_of_people`.

    An unknown or inactive company has no grants. Three queries (for each 10,000).
    """
    found: dict[int, Reader] = {}
    for keys in batches(ids):
        rows = Company.objects.filter(pk__in=keys).values_list("pk", "code", "active")
        owners = {
            pk: Owner(
                is_active=True, is_staff=False, company_id=pk, company=code, company_active=active
            )
            for pk, code, active in rows
        }
        found |= dict.fromkeys(keys, NOBODY) | _readers(owners, now, channel)
    return found


def reader_for_token(
    secret: str, now: datetime, channel: Channel | None = Channel.STREAM
) -> TokenReader | None:
    """Give the reader and the id of the token with this secret; None: unknown, expired, revoked."""
    wanted = digest(secret)
    return readers_of_tokens([wanted], now, channel).get(wanted)


def readers_of_tokens(
    hashes: Iterable[bytes], now: datetime, channel: Channel | None = Channel.STREAM
) -> dict[bytes, TokenReader]:
    """Give the reader of each token that is good at `now`, by the SHA-256 of its secret.

    Unknown, expired and revoked ones are left out; one whose owner may not read, or that may not be
    used by the channel, has no grants. Three queries (for each 10,000).
    """
    found: dict[bytes, TokenReader] = {}
    for keys in batches(hashes):
        good = AccessToken.objects.filter(hash__in=keys, revoked_at=None)
        good = good.filter(Q(expires_at=None) | Q(expires_at__gt=now))
        rows = list(good.values_list("pk", "hash", "scopes", "person", *_TOKEN))
        owners = {
            pk: _token_owner(person, facts)
            for pk, _, scopes, person, *facts in rows
            if opens(scopes, channel)
        }
        readers = _readers(owners, now, channel)
        found |= {bytes(row[1]): TokenReader(readers.get(row[0], NOBODY), row[0]) for row in rows}
    return found


def opens(scopes: list[str], channel: Channel | None) -> bool:
    """Whether a token with these scopes may be used by a channel.

    Without scopes it opens all of them but the screen, where people sign in themselves.
    """
    if channel is None:
        return True
    return channel in scopes if scopes else channel is not Channel.TERMINAL


def _token_owner(person: int | None, facts: list[object]) -> Owner:
    of_person, of_company = Owner(*facts[:5]), facts[5:]  # type: ignore[arg-type]  # columns of _TOKEN
    if person is None:
        facts = [True, False, *of_company]
        return Owner(*facts)  # type: ignore[arg-type]  # as above
    if of_company[0] is not None and of_company[0] != of_person.company_id:
        return of_person._replace(is_active=False)
    return of_person


def assets_of(owners: Iterable[Owner], now: datetime) -> Assets:
    """Look up what the owners' companies have, and the public when any of them has something."""
    buyers = {owner.buyer for owner in owners} - {None}
    bought = grants_of_companies([pk for pk in buyers if pk], now) if buyers else {}
    return Assets(bought, grants_of_public(now) if bought else ())


def _readers(owners: Mapping[K, Owner], now: datetime, channel: Channel | None) -> dict[K, Reader]:
    assets = assets_of(owners.values(), now)
    known: dict[Owner, Reader] = {}
    for owner in owners.values():
        if owner not in known:
            known[owner] = reader_from(owner, assets, now, channel)
    return {key: known[owner] for key, owner in owners.items()}


def reader_from(owner: Owner, assets: Assets, now: datetime, channel: Channel | None) -> Reader:
    """Give the reader that an owner is by a channel.

    To what a customer has bought comes what everybody may read, as long as something that was
    bought is in force and good by the channel: nobody sees less for paying.
    """
    if not owner.is_active:
        return NOBODY
    if owner.company_id is None:
        return STAFF if owner.is_staff else NOBODY
    if not owner.company_active:
        return NOBODY
    own = Reader(name=owner.company or "", grants=assets.bought.get(owner.company_id, ()))
    own = on_channel(own, channel) if channel else own
    if not own.may_read_at(now):
        return own
    both = Reader(name=own.name, grants=in_order((*own.grants, *assets.public)))
    return on_channel(both, channel) if channel else both
