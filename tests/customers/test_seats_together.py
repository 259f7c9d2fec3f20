"""Many sign in at once, or a process dies between taking a seat and having it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from tests.delivery.conftest import database_url
from tests.factories.customers import CompanyFactory, PersonFactory, SubscriptionFactory
from tests.factories.sessions import make_session, sign_in
from wireroom.customers import queries, services
from wireroom.customers.models import AccessEvent, SignIn

pytestmark = pytest.mark.django_db(transaction=True)

KILLER = Path(__file__).with_name("seat_killer.py")


def house(seats, count):
    company = CompanyFactory()
    SubscriptionFactory(company=company, seats=seats)
    return company, [PersonFactory(company=company) for _ in range(count)]


def together(*acts):
    """Do all at once, each on a connection of its own; give what they raise to the test."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_many_at_the_last_seats_as_many_stay_as_there_are_seats(now):
    company, people = house(2, 8)
    keys = [make_session(person) for person in people]
    together(
        *(
            lambda person=person, key=key: sign_in(person, now, key=key)
            for person, key in zip(people, keys, strict=True)
        )
    )
    assert queries.seats(company.pk, now) == (2, 2)
    rows = list(SignIn.objects.order_by("pk"))
    assert len(rows) == 8
    assert [row.ended_why for row in rows] == ["seat_taken"] * 6 + [""] * 2
    alive = set(Session.objects.values_list("session_key", flat=True))
    assert alive == {row.session_key for row in rows if row.is_open()}
    assert AccessEvent.objects.filter(what="session:ended").count() == 6


def test_two_companies_do_not_count_each_other(now):
    (one, first), (other, second) = house(1, 1), house(1, 1)
    together(lambda: sign_in(first[0], now), lambda: sign_in(second[0], now))
    assert (queries.seats(one.pk, now).taken, queries.seats(other.pk, now).taken) == (1, 1)


def test_one_session_noted_twice_at_once_is_one(now):
    _, (person,) = house(1, 1)
    key = make_session(person)
    rows = together(*[lambda: sign_in(person, now, key=key)] * 4)
    assert len({row.pk for row in rows}) == 1
    assert AccessEvent.objects.filter(what="sign_in:ok").count() == 1


def test_signing_in_deactivating_and_revoking_at_once_ends_without_a_deadlock(now):
    company, people = house(3, 6)
    rows = [sign_in(person, now) for person in people[:3] for _ in range(2)]
    Session.objects.filter(session_key=rows[-1].session_key).delete()
    acts = [lambda p=person: sign_in(p, now) for person in people[3:]]
    acts += [
        lambda p=p: services.deactivate_person(person_id=p.pk, now=now, actor=None)
        for p in people[:2]
    ]
    acts += [
        lambda: services.end_expired_sessions(now=now),
        lambda: services.end_sessions_of(
            person_id=people[2].pk, why="revoked", now=now, actor=None
        ),
        lambda: services.end_session(sign_in_id=rows[4].pk, now=now, actor=None),
    ]
    together(*acts)
    assert queries.seats(company.pk, now).taken == 3
    assert {row.person for row in SignIn.objects.open()} == set(people[3:])


@pytest.mark.parametrize("moment", ["between the two", "before the commit", "after the commit"])
def test_a_process_that_dies_leaves_the_seat_to_one_of_the_two(now, settings, moment):
    company, (stays, comes) = house(1, 2)
    first = sign_in(stays, now - timedelta(minutes=5))
    key = make_session(comes)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "wireroom.config.settings",
        "WIREROOM_DATA_DIR": str(settings.WIREROOM_DATA_DIR),
        "WIREROOM_DATABASE_URL": database_url(),
        "WIREROOM_SECRET_KEY": settings.SECRET_KEY,
    }
    died = subprocess.run(
        [sys.executable, KILLER, str(comes.pk), key, moment],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()

    open_ = SignIn.objects.open().get()
    committed = moment == "after the commit"
    assert open_.person == (comes if committed else stays)
    first.refresh_from_db()
    assert first.ended_why == ("seat_taken" if committed else "")
    assert Session.objects.filter(session_key=first.session_key).exists() is not committed
    assert AccessEvent.objects.filter(what="session:ended").exists() is committed
    assert queries.seats(company.pk, now).taken == 1
