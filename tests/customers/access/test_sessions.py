"""Sessions: listed, ended, and followed when their key changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from tests.factories.customers import CompanyFactory, PersonFactory
from tests.factories.sessions import make_session, sign_in
from wireroom.customers import queries, services
from wireroom.customers.models import AccessEvent, SignIn

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def is_alive(row):
    return Session.objects.filter(session_key=row.session_key).exists()


def ended(row):
    row.refresh_from_db()
    return row.ended_why


def test_sessions_are_listed_the_newest_first_with_what_tells_them_apart(now):
    person = PersonFactory(first_name="Ada", last_name="Lovelace")
    old, new = sign_in(person, now), sign_in(person, now + MINUTE, method="passkey")
    sign_in(PersonFactory(), now)
    facts = queries.sessions_of(person.pk)
    assert [each.sign_in_id for each in facts] == [new.pk, old.pk]
    assert facts[0].device == "Firefox on Linux"
    assert (facts[0].address, facts[0].method) == ("192.0.2.1", "passkey")
    assert (facts[0].name, facts[0].email) == ("Ada Lovelace", person.email)


def test_what_is_over_is_not_listed_even_before_it_is_noted(now):
    person = PersonFactory()
    gone, signed_out, nobodys = (
        sign_in(person, now),
        sign_in(person, now),
        sign_in(person, now, key=make_session()),
    )
    Session.objects.filter(session_key=gone.session_key).delete()
    services.note_sign_out(session_key=signed_out.session_key, now=now)
    assert queries.sessions_of(person.pk) == []
    assert nobodys.is_open()


def test_a_company_sees_the_sessions_of_its_own_people(now):
    company = CompanyFactory()
    own = sign_in(PersonFactory(company=company), now)
    sign_in(PersonFactory(), now)
    assert [each.sign_in_id for each in queries.sessions_of_company(company.pk)] == [own.pk]


def test_an_ended_session_signs_nobody_in_and_keeps_its_record(now):
    person = PersonFactory()
    row, other = sign_in(person, now), sign_in(person, now)
    services.end_session(sign_in_id=row.pk, now=now + MINUTE, actor="sales@agency.example")
    assert (ended(row), row.ended_by, row.ended_at) == (
        "revoked",
        "sales@agency.example",
        now + MINUTE,
    )
    assert not is_alive(row)
    assert is_alive(other)
    event = AccessEvent.objects.get(what="session:ended")
    assert event.detail == {"why": "revoked", "session": row.pk, "address_of_session": "192.0.2.1"}


def test_ending_it_again_changes_nothing(now):
    row = sign_in(PersonFactory(), now)
    services.note_sign_out(session_key=row.session_key, now=now)
    services.end_session(sign_in_id=row.pk, now=now + MINUTE, actor=None)
    assert (ended(row), row.ended_at) == ("signed_out", now)
    assert not AccessEvent.objects.filter(what="session:ended").exists()


def test_nobody_ends_the_session_of_somebody_else(now):
    row, other = sign_in(PersonFactory(), now), PersonFactory()
    for wrong in (
        {"sign_in_id": row.pk, "of_person_id": other.pk},
        {"sign_in_id": row.pk, "of_company_id": other.company_id},
        {"sign_in_id": 0},
    ):
        with pytest.raises(services.NotFound):
            services.end_session(now=now, actor=None, **wrong)
    assert is_alive(row)
    company_id = row.person.company_id
    services.end_session(sign_in_id=row.pk, of_company_id=company_id, now=now, actor=None)
    assert not is_alive(row)


def test_all_sessions_of_a_person_end_but_the_one_that_is_kept(now):
    person = PersonFactory()
    rows = [sign_in(person, now) for _ in range(3)]
    other = sign_in(PersonFactory(), now)
    count = services.end_sessions_of(
        person_id=person.pk, except_key=rows[1].session_key, why="revoked", now=now, actor=None
    )
    assert count == 2
    assert [ended(row) for row in rows] == ["revoked", "", "revoked"]
    assert is_alive(other)


def test_a_reason_that_is_none_is_refused(now):
    with pytest.raises(ValueError, match="because"):
        services.end_sessions_of(person_id=1, why="because", now=now, actor=None)


def test_a_new_password_ends_the_sessions(now):
    person = PersonFactory()
    row, other = sign_in(person, now), sign_in(PersonFactory(), now)
    person.first_name = "Grace"
    person.save()
    assert ended(row) == ""
    person.set_password("quite another password")
    person.save(update_fields=["password"])
    assert ended(row) == "password_changed"
    assert not is_alive(row)
    assert is_alive(other)


def test_deactivation_ends_the_sessions_whatever_the_route(now):
    one, two = PersonFactory(), PersonFactory()
    rows = [sign_in(one, now), sign_in(two, now)]
    services.deactivate_person(person_id=one.pk, now=now, actor="sales@agency.example")
    type(two).objects.filter(pk=two.pk).update(is_active=False)
    assert [ended(row) for row in rows] == ["deactivated", "deactivated"]
    assert rows[0].ended_by == "sales@agency.example"


@pytest.mark.parametrize("to", ["another", "none"])
def test_whoever_leaves_a_company_signs_in_anew(now, to):
    person, stays = PersonFactory(), PersonFactory()
    rows = [sign_in(person, now), sign_in(stays, now)]
    company_id = CompanyFactory().pk if to == "another" else None
    services.move_person(person_id=person.pk, company_id=company_id, now=now, actor=None)
    person.email = "other@example.com"
    person.save()
    assert [ended(row) for row in rows] == ["revoked", ""]


def test_another_right_ends_no_session(now):
    person = PersonFactory()
    row = sign_in(person, now)
    person.role = "administrator"
    person.save()
    services.reactivate_person(person_id=person.pk, now=now, actor=None)
    assert ended(row) == ""


def test_sessions_that_ran_out_are_noted_once(now):
    gone, stays = sign_in(PersonFactory(), now), sign_in(PersonFactory(), now)
    nobodys = make_session()
    run_out = [gone.session_key, nobodys]
    Session.objects.filter(session_key__in=run_out).update(expire_date=now - MINUTE)
    assert services.end_expired_sessions(now=now, session_key=stays.session_key) == 0
    assert services.end_expired_sessions(now=now) == 1
    assert services.end_expired_sessions(now=now) == 0
    assert [ended(gone), ended(stays)] == ["expired", ""]
    assert [each.session_key for each in Session.objects.all()] == [stays.session_key]


def test_the_record_follows_a_session_to_its_new_key(now):
    row = sign_in(PersonFactory(), now)
    new_key = make_session(row.person)
    services.renew_session(old_key=row.session_key, new_key=new_key)
    row.refresh_from_db()
    assert (row.session_key, row.is_open()) == (new_key, True)
    services.renew_session(old_key="unknown", new_key=new_key)
    assert Session.objects.filter(session_key=new_key).exists()


def test_a_session_that_was_ended_does_not_come_back_under_another_key(now):
    row = sign_in(PersonFactory(), now)
    new_key = make_session(row.person)
    services.end_session(sign_in_id=row.pk, now=now, actor=None)
    services.renew_session(old_key=row.session_key, new_key=new_key)
    assert not Session.objects.filter(session_key=new_key).exists()
    assert SignIn.objects.get().ended_why == "revoked"


def test_being_seen_is_written_once_a_minute(now):
    row = sign_in(PersonFactory(), now)
    for later_s, expected in ((59, now), (60, now + MINUTE), (61, now + MINUTE)):
        services.note_seen(sign_in_id=row.pk, now=now + timedelta(seconds=later_s))
        row.refresh_from_db()
        assert row.seen_at == expected


def test_nobody_knows_why_a_session_ended_that_did_not(now):
    row = sign_in(PersonFactory(), now)
    for key in (row.session_key, "unknown", "", None):
        assert queries.why_ended(key) is None
