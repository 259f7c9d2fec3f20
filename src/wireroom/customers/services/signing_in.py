"""People sign in, fail to, and sign out."""

from __future__ import annotations

from datetime import datetime

from django.db import connections, router, transaction

from wireroom.customers.access.failures import FailureCounts
from wireroom.customers.access.networks import ComesFromElsewhere, may_come
from wireroom.customers.access.session_queries import (
    alive_among,
    networks_of_person,
    seat_limit,
    takers_of_seats,
)
from wireroom.customers.addresses import person_key
from wireroom.customers.models import AccessEvent, Ended, Person, SignIn
from wireroom.customers.services.base import get
from wireroom.customers.services.sessions import end_rows
from wireroom.kernel.network import spelled

_SEATS_KEY = int.from_bytes(b"seat", "big")
_INT_4 = 1 << 31
_FAILURES = FailureCounts()
_LONGEST_AGENT = 300
_LONGEST_EMAIL = 254
_LONGEST_METHOD = 40


def note_sign_in(
    *,
    person_id: int,
    session_key: str,
    address: str | None,
    agent: str,
    method: str,
    now: datetime,
) -> SignIn:
    """Record that a session signs a person in, and let it take a seat of their company.

    One transaction. When there are more sessions now than the company has seats, the oldest end:
    the newest sign-in always wins. Sign-ins of one company take turns, so two at the last seat end
    one another in order. Noting a session again changes nothing but its `method`.

    Raises:
        NotFound: no such person.
        ComesFromElsewhere: the company's networks do not hold this address (403); noted as failed.
    """
    person = get(Person, person_id)
    if not may_come(networks_of_person(person_id), address):
        note_failed_sign_in(
            email=person.email, address=address, agent=agent, why="elsewhere", now=now
        )
        raise ComesFromElsewhere
    with transaction.atomic(using=router.db_for_write(SignIn)):
        _take_turn(person)
        known = SignIn.objects.filter(session_key=session_key, person=person).first()
        if known is not None:
            return _with_method(known, method)
        made = SignIn(person=person, session_key=session_key, began_at=now, seen_at=now)
        made.address, made.method = spelled(address), method[:_LONGEST_METHOD]
        made.agent = _clean(agent, _LONGEST_AGENT)
        made.save()
        _note_good(made, now)
        _make_room(made, person, now)
        return made


def note_failed_sign_in(
    *, email: str, address: str | None, agent: str, why: str, now: datetime
) -> None:
    """Record that somebody could not sign in as `email`; `why` is a code of the caller's.

    Written as `sign_in:throttled` for the code `throttled`, else as `sign_in:failed`. A storm
    writes few rows (see `FailureCounts`), each with its number in the minute. Costs the same
    whether or not somebody has the address.
    """
    number = _FAILURES.count(address or "", now)
    if number is None:
        return
    typed = _clean(email, _LONGEST_EMAIL)
    found = Person.objects.filter(email_key=person_key(typed)).values_list("pk", flat=True).first()
    AccessEvent.record(
        what="sign_in:throttled" if why == "throttled" else "sign_in:failed",
        actor=typed,
        subject=f"person:{found}" if found else "",
        address=address,
        now=now,
        why=why,
        agent=_clean(agent, _LONGEST_AGENT),
        number=number,
    )


def note_sign_out(*, session_key: str, now: datetime) -> None:
    """Record that a person has signed out; idempotent, and nothing for a session nobody knows."""
    with transaction.atomic(using=router.db_for_write(SignIn)):
        row = SignIn.objects.select_for_update(of=("self",)).filter(session_key=session_key).first()
        if row is None or not row.is_open():
            return
        row.end(Ended.SIGNED_OUT, now=now, by=row.person.email)
        AccessEvent.record(
            what="sign_out",
            actor=row.person.email,
            subject=f"person:{row.person_id}",
            now=now,
            session=row.pk,
        )


def _take_turn(person: Person) -> None:
    """Let one sign-in of a company at a time count seats; SQLite has one writer anyway.

    Somebody without a company takes turns with themselves.
    """
    connection = connections[router.db_for_write(SignIn)]
    if connection.vendor == "postgresql":
        key = -person.pk if person.company_id is None else person.company_id
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_SEATS_KEY, key % _INT_4])


def _note_good(made: SignIn, now: datetime) -> None:
    AccessEvent.record(
        what="sign_in:ok",
        actor=made.person.email,
        subject=f"person:{made.person_id}",
        address=made.address,
        now=now,
        method=made.method,
        agent=made.agent,
        session=made.pk,
    )


def _make_room(made: SignIn, person: Person, now: datetime) -> None:
    if person.company_id is None or person.is_staff:
        return
    limit = seat_limit(person.company_id, now)
    if limit is None:
        return
    others = list(takers_of_seats(person.company_id).exclude(pk=made.pk))
    alive = alive_among(others, now)
    taken = [row.pk for row in others if row.pk in alive]
    surplus = taken[: max(0, len(taken) + 1 - limit)]
    over = {row.pk: Ended.EXPIRED for row in others if row.pk not in alive}
    end_rows(over | dict.fromkeys(surplus, Ended.SEAT_TAKEN), now=now, actor=person.email)


def _with_method(known: SignIn, method: str) -> SignIn:
    if known.method != method[:_LONGEST_METHOD]:
        known.method = method[:_LONGEST_METHOD]
        known.save(update_fields=["method"])
    return known


def _clean(text: str, longest: int) -> str:
    """Cut what a stranger typed to what a database and a screen can show."""
    return "".join(char for char in text[: 2 * longest] if char.isprintable())[:longest]
