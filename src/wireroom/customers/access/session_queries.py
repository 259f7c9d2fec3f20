"""Sessions: who is signed in, why somebody is so no more, and how many seats are left."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from wireroom.customers.access.devices import device
from wireroom.customers.access.sessions import signed_in_among
from wireroom.customers.models import AccessToken, Person, SignIn, Subscription
from wireroom.customers.models.sign_in import Ended
from wireroom.kernel.batches import batches

SENTENCES = {
    Ended.SIGNED_OUT: _("You have signed out."),
    Ended.SEAT_TAKEN: _("Somebody of your company signed in and took this seat."),
    Ended.REVOKED: _("This session was ended by you on another device, or by an administrator."),
    Ended.EXPIRED: _("You were away for so long that the session has ended."),
    Ended.DEACTIVATED: _("This account has been closed."),
    Ended.PASSWORD_CHANGED: _("The password of this account was changed."),
}
"""What the person is told: never who did it."""
BEGINS_WITHIN = timedelta(minutes=1)
"""Longer than any answer takes."""


class SessionFacts(NamedTuple):
    """One session that still signs somebody in. `seen_at` is exact to a minute."""

    sign_in_id: int
    person_id: int
    email: str
    name: str
    address: str | None
    device: str
    agent: str
    method: str
    began_at: datetime
    seen_at: datetime


class EndedSession(NamedTuple):
    """A session that is over: why (a value of `Ended`), since when, and a sentence about it."""

    why: str
    ended_at: datetime
    sentence: str


class Seats(NamedTuple):
    """Sessions that take a seat now, and how many there may be; None: any number."""

    taken: int
    limit: int | None


class SessionState(NamedTuple):
    """What every request of somebody signed in has to know, in one query."""

    sign_in_id: int
    person_id: int
    ended_at: datetime | None
    seen_at: datetime
    networks: list[str] | None


def sessions_of(person_id: int) -> list[SessionFacts]:
    """Give a person's sessions that still sign in, the newest first."""
    return _facts(SignIn.objects.filter(person=person_id))


def sessions_of_company(company_id: int) -> list[SessionFacts]:
    """Give the sessions of a company's people that still sign in, the newest first."""
    return _facts(SignIn.objects.filter(person__company=company_id))


def _facts(rows: QuerySet[SignIn]) -> list[SessionFacts]:
    found = list(rows.filter(ended_at=None).select_related("person"))
    alive = alive_among(found)
    return [
        SessionFacts(
            sign_in_id=row.pk,
            person_id=row.person_id,
            email=row.person.email,
            name=row.person.name,
            address=row.address,
            device=device(row.agent),
            agent=row.agent,
            method=row.method,
            began_at=row.began_at,
            seen_at=row.seen_at,
        )
        for row in found
        if row.pk in alive
    ]


def alive_among(rows: Collection[SignIn], now: datetime | None = None) -> set[int]:
    """Give the keys of those whose session exists and signs in the person of the record.

    With `now`, one that began within the last minute counts as well before its session says whom
    it signs in, which is written with the answer. A process that dies in between leaves such a
    session behind for ever.
    """
    people = signed_in_among((row.session_key for row in rows), now)
    return {
        row.pk
        for row in rows
        if row.session_key in people
        and people[row.session_key] in (row.person_id, None)
        and (people[row.session_key] or (now and row.began_at > now - BEGINS_WITHIN))
    }


def why_ended(session_key: str | None) -> EndedSession | None:
    """Say why the session with this key is over; None: it is not, or nobody knows it."""
    return why_ended_among([session_key]).get(session_key) if session_key else None


def why_ended_among(session_keys: Iterable[str]) -> dict[str, EndedSession]:
    """Say why each of these sessions is over; those that are not, or are unknown, are left out."""
    found: dict[str, EndedSession] = {}
    for keys in batches(session_keys):
        rows = SignIn.objects.filter(session_key__in=keys, ended_at__isnull=False)
        for key, why, ended_at in rows.values_list("session_key", "ended_why", "ended_at"):
            if ended_at is not None:
                found[key] = EndedSession(why, ended_at, gettext(SENTENCES[Ended(why)]))
    return found


def session_state(session_key: str) -> SessionState | None:
    """Give what is recorded about a session, with the networks of its person's company."""
    row = SignIn.objects.filter(session_key=session_key).values_list(
        "pk", "person", "ended_at", "seen_at", "person__company__networks"
    )
    found = row.first()
    return SessionState(*found) if found else None


def takers_of_seats(company_id: int) -> QuerySet[SignIn]:
    """Give the open sessions of a company that take seats, the oldest first; staff take none."""
    rows = SignIn.objects.filter(person__company=company_id, person__is_staff=False, ended_at=None)
    return rows.order_by("began_at", "pk")


def seat_limit(company_id: int, now: datetime) -> int | None:
    """Give the most seats that any subscription of a company in force has; None: no limit."""
    held = Subscription.objects.in_force(now).filter(company=company_id)
    limits = list(held.values_list("seats", flat=True))
    return None if None in limits else max((each for each in limits if each), default=None)


def seats(company_id: int, now: datetime) -> Seats:
    """Say how many seats of a company are taken, and how many there are."""
    rows = list(takers_of_seats(company_id))
    return Seats(taken=len(alive_among(rows, now)), limit=seat_limit(company_id, now))


def networks_of_person(person_id: int) -> list[str]:
    """Give the networks that a person must come from; empty: from anywhere."""
    rows = Person.objects.filter(pk=person_id).values_list("company__networks", flat=True)
    return rows.first() or []


def networks_of_sessions(session_keys: Iterable[str]) -> dict[str, list[str]]:
    """Give the networks of those sessions whose company names any, in one query for each 10,000.

    They bind whoever signed in, not whom they look as.
    """
    found: dict[str, list[str]] = {}
    for keys in batches(session_keys):
        rows = SignIn.objects.filter(session_key__in=keys, person__company__isnull=False)
        columns = rows.values_list("session_key", "person__company__networks")
        found |= {key: networks for key, networks in columns if networks}
    return found


def networks_of_tokens(hashes: Iterable[bytes]) -> dict[bytes, list[str]]:
    """Give the networks of those tokens whose company names any, in one query for each 10,000."""
    found: dict[bytes, list[str]] = {}
    for keys in batches(hashes):
        rows = AccessToken.objects.filter(hash__in=keys).values_list(
            "hash", "company__networks", "person__company__networks"
        )
        found |= {
            bytes(hash_): own or of_person for hash_, own, of_person in rows if own or of_person
        }
    return found
