"""Signing in: what is recorded, and who gives way when the seats are taken."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from tests.factories.customers import (
    CompanyFactory,
    PersonFactory,
    StaffFactory,
    SubscriptionFactory,
)
from tests.factories.sessions import make_session, sign_in
from wireroom.customers import queries, services
from wireroom.customers.access.networks import ComesFromElsewhere
from wireroom.customers.models import AccessEvent, SignIn
from wireroom.customers.services import signing_in

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def fresh_counts():
    signing_in._FAILURES.forget()


def house(seats, **over):
    """A company with so many seats and three people."""
    company = CompanyFactory(**over)
    SubscriptionFactory(company=company, seats=seats)
    return company, [PersonFactory(company=company) for _ in range(3)]


def states(*rows):
    return [SignIn.objects.get(pk=row.pk).ended_why for row in rows]


def events(what):
    return list(AccessEvent.objects.filter(what=what).order_by("pk"))


def test_a_sign_in_is_recorded_with_its_audit_row(now):
    person = PersonFactory()
    made = sign_in(person, now, method="totp")

    assert (made.person, made.began_at, made.seen_at, made.method) == (person, now, now, "totp")
    (event,) = events("sign_in:ok")
    assert (event.actor, event.subject) == (person.email, f"person:{person.pk}")
    assert (event.address, event.at) == ("192.0.2.1", now)
    assert event.detail == {"method": "totp", "agent": made.agent, "session": made.pk}


def test_noting_it_again_changes_the_method_alone(now):
    person = PersonFactory()
    made = sign_in(person, now)
    again = sign_in(person, now + MINUTE, key=made.session_key, method="passkey", address="::1")

    assert again.pk == made.pk
    assert (again.method, again.address, again.began_at) == ("passkey", "192.0.2.1", now)
    assert len(events("sign_in:ok")) == 1


@pytest.mark.parametrize("address", ["", None, "nonsense"])
def test_an_address_that_is_none_is_left_open(now, address):
    assert sign_in(PersonFactory(), now, address=address).address is None


def test_what_a_browser_calls_itself_is_cut_to_what_can_be_kept(now):
    made = sign_in(PersonFactory(), now, agent="a\0b\n\ud800\u202e" + "x" * 1000)
    assert made.agent == "ab" + "x" * 298


def test_the_newest_wins_and_the_oldest_is_told_why(now):
    company, people = house(seats=2)
    first, second = sign_in(people[0], now), sign_in(people[1], now + MINUTE)
    third = sign_in(people[2], now + 2 * MINUTE)

    assert states(first, second, third) == ["seat_taken", "", ""]
    first.refresh_from_db()
    assert (first.ended_at, first.ended_by) == (now + 2 * MINUTE, people[2].email)
    assert not Session.objects.filter(session_key=first.session_key).exists()
    assert queries.seats(company.pk, now + 2 * MINUTE) == (2, 2)
    ended = queries.why_ended(first.session_key)
    assert (ended.why, ended.ended_at) == ("seat_taken", now + 2 * MINUTE)
    assert people[2].email not in ended.sentence
    assert queries.why_ended(second.session_key) is None
    (event,) = events("session:ended")
    assert (event.actor, event.subject) == (people[2].email, f"person:{people[0].pk}")
    assert event.detail["why"] == "seat_taken"


def test_a_second_device_of_one_person_takes_a_seat_too(now):
    _, (person, *_) = house(seats=1)
    first, second = sign_in(person, now), sign_in(person, now + MINUTE)
    assert states(first, second) == ["seat_taken", ""]


def test_without_a_limit_nobody_gives_way(now):
    company, people = house(seats=None)
    rows = [sign_in(person, now + n * MINUTE) for n, person in enumerate(people)]
    assert states(*rows) == ["", "", ""]
    assert queries.seats(company.pk, now) == (3, None)


def test_the_greatest_number_of_seats_in_force_counts(now):
    company = CompanyFactory()
    assert queries.seats(company.pk, now) == (0, None)
    day = timedelta(days=1)
    SubscriptionFactory(company=company, seats=2)
    SubscriptionFactory(company=company, seats=5)
    SubscriptionFactory(company=company, seats=50, active_to=now)
    SubscriptionFactory(company=company, seats=60, active_from=now + day)
    SubscriptionFactory(seats=70)
    assert queries.seats(company.pk, now).limit == 5
    assert queries.seats(company.pk, now + day).limit == 60
    SubscriptionFactory(company=company, seats=None, active_to=now + day)
    assert queries.seats(company.pk, now).limit is None


def test_another_company_staff_and_tokens_take_no_seats(now):
    company, (person, *_) = house(seats=1)
    other = PersonFactory()
    staff = StaffFactory()
    helper = PersonFactory(company=company, is_staff=True)
    rows = [sign_in(each, now) for each in (other, staff, helper, person)]
    services.issue_token(name="system", company_id=company.pk, now=now, actor=None)
    assert states(*rows) == ["", "", "", ""]
    assert queries.seats(company.pk, now).taken == 1
    sign_in(helper, now + MINUTE)
    assert states(*rows) == ["", "", "", ""]


def test_fewer_seats_bite_at_the_next_sign_in(now):
    company, people = house(seats=3)
    rows = [sign_in(person, now + n * MINUTE) for n, person in enumerate(people)]
    subscription = company.subscriptions.get()
    subscription.seats = 1
    subscription.save()
    assert states(*rows) == ["", "", ""]
    newest = sign_in(people[0], now + 9 * MINUTE)
    assert states(*rows, newest) == ["seat_taken", "seat_taken", "seat_taken", ""]


def test_sessions_that_are_over_take_no_seat_and_are_noted(now):
    _, people = house(seats=2)
    expired, signed_out, stays = (sign_in(each, now + n * MINUTE) for n, each in enumerate(people))
    assert states(expired, signed_out, stays) == ["seat_taken", "", ""]
    Session.objects.filter(session_key=signed_out.session_key).delete()
    newest = sign_in(people[0], now + 9 * MINUTE)
    assert states(signed_out, stays, newest) == ["expired", "", ""]


def test_a_sign_in_whose_process_died_keeps_no_seat(now):
    """The record is there, the session was made, but never came to say whom it signs in."""
    _, people = house(seats=2)
    died = sign_in(people[0], now, key=make_session())
    stays = sign_in(people[1], now + timedelta(seconds=10))
    assert states(died, stays) == ["", ""], "it may still be about to say"
    newest = sign_in(people[2], now + 2 * MINUTE)
    assert states(died, stays, newest) == ["expired", "", ""]


def test_two_sign_ins_in_the_same_moment_count_each_other(now):
    _, people = house(seats=1)
    one, other = (sign_in(each, now, key=make_session()) for each in people[:2])
    assert states(one, other) == ["seat_taken", ""]


def test_nobody_signs_in_from_elsewhere_or_takes_a_seat_from_there(now):
    company, people = house(seats=1, networks=["192.0.2.0/24"])
    inside = sign_in(people[0], now)
    for address in ("203.0.113.9", "", None):
        with pytest.raises(ComesFromElsewhere):
            sign_in(people[1], now, address=address)
    assert states(inside) == [""]
    assert SignIn.objects.count() == 1
    assert [event.detail["why"] for event in events("sign_in:failed")] == ["elsewhere"] * 3
    assert queries.seats(company.pk, now).taken == 1


def test_who_is_unknown_does_not_sign_in(now):
    with pytest.raises(services.NotFound):
        services.note_sign_in(
            person_id=0, session_key="k", address="", agent="", method="password", now=now
        )
    assert not AccessEvent.objects.exists()


def fail(now, email="nobody@example.com", address="192.0.2.1", why="password"):
    services.note_failed_sign_in(email=email, address=address, agent="curl", why=why, now=now)


def test_a_failure_names_the_person_that_somebody_tried_to_be(now):
    person = PersonFactory(email="ada@example.com")
    fail(now, email="Ada+x@EXAMPLE.com")
    fail(now)
    fail(now, why="throttled")
    known, unknown = events("sign_in:failed")
    assert (known.actor, known.subject) == ("Ada+x@EXAMPLE.com", f"person:{person.pk}")
    assert (unknown.actor, unknown.subject) == ("nobody@example.com", "")
    assert known.detail == {"why": "password", "agent": "curl", "number": 1}
    assert [event.detail["number"] for event in events("sign_in:throttled")] == [3]


@pytest.mark.parametrize(
    "email", ["", "\0", "x" * 100_000, "\ud800@example.com", "a\r\nBcc: b@example.com", "🦉" * 999]
)
def test_whatever_is_typed_can_be_recorded(now, email):
    fail(now, email=email)
    (event,) = events("sign_in:failed")
    assert len(event.actor) <= 254
    assert event.actor.isprintable()


def test_a_storm_of_failures_writes_few_rows(now, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        for _ in range(1000):
            fail(now)
    assert [event.detail["number"] for event in events("sign_in:failed")] == [
        1, 2, 3, 4, 5, 8, 16, 32, 64, 128, 256, 512,
    ]  # fmt: skip


def test_signing_out_is_recorded_once(now):
    person = PersonFactory()
    made = sign_in(person, now)
    for _ in range(2):
        services.note_sign_out(session_key=made.session_key, now=now + MINUTE)
    services.note_sign_out(session_key="unknown", now=now)
    assert states(made) == ["signed_out"]
    (event,) = events("sign_out")
    assert (event.actor, event.at) == (person.email, now + MINUTE)
