"""What people change about themselves, and administrators about colleagues."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.customers import CompanyFactory, PersonFactory, StaffFactory
from wireroom.customers.models import OutgoingMail, RightsChange
from wireroom.customers.services.base import NotFound, NotValid
from wireroom.customers.services.profile import (
    AskedAlready,
    LastAdministrator,
    NobodyToAsk,
    ask_for_seats,
    change_profile,
    deactivate_colleague,
    reactivate_colleague,
    set_role,
)
from wireroom.design.brand import Agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def boss(company):
    return PersonFactory(company=company, role="administrator")


def test_a_name_in_any_script_is_kept(now, boss):
    change_profile(person_id=boss.pk, first_name="مريم", last_name="O’Brien-北京", phone="+7 1")
    boss.refresh_from_db()
    assert (boss.first_name, boss.last_name, boss.phone) == ("مريم", "O’Brien-北京", "+7 1")


def test_what_is_too_long_is_refused_and_nothing_changes(boss):
    with pytest.raises(NotValid) as refused:
        change_profile(person_id=boss.pk, first_name="n" * 10_000, phone="1")
    assert "first_name" in refused.value.fields
    boss.refresh_from_db()
    assert (boss.first_name, boss.phone) == ("Ada", "")


def test_a_role_is_no_part_of_a_profile(company):
    reader = PersonFactory(company=company)
    with pytest.raises(NotValid):
        change_profile(person_id=reader.pk, role="administrator")
    reader.refresh_from_db()
    assert reader.role == "reader"


def test_a_profile_is_no_change_of_rights(boss):
    before = RightsChange.objects.count()
    change_profile(person_id=boss.pk, job_title="Head")
    assert RightsChange.objects.count() == before


def facts(person, now, **over):
    return {
        "person_id": person.pk,
        "company_id": person.company_id,
        "now": now,
        "actor": "boss@bank.example",
    } | over


def test_a_role_changes_with_its_row_in_the_audit(now, boss, company):
    reader = PersonFactory(company=company)
    set_role(role="administrator", **facts(reader, now))
    reader.refresh_from_db()
    assert reader.role == "administrator"
    row = RightsChange.objects.first()
    assert (row.what, row.actor) == ("person:role", "boss@bank.example")


def test_an_unknown_role_is_refused(now, boss):
    with pytest.raises(NotValid):
        set_role(role="operator", **facts(PersonFactory(company=boss.company), now))


def test_the_last_administrator_cannot_step_down_or_be_closed(now, boss):
    PersonFactory(company=boss.company, role="administrator", is_active=False)
    PersonFactory(role="administrator")
    with pytest.raises(LastAdministrator):
        set_role(role="reader", **facts(boss, now))
    with pytest.raises(LastAdministrator):
        deactivate_colleague(**facts(boss, now))
    boss.refresh_from_db()
    assert (boss.role, boss.is_active) == ("administrator", True)


def test_one_of_two_administrators_can_step_down(now, boss):
    PersonFactory(company=boss.company, role="administrator")
    set_role(role="reader", **facts(boss, now))
    boss.refresh_from_db()
    assert boss.role == "reader"


def test_a_colleague_is_closed_and_opened_again(now, boss):
    reader = PersonFactory(company=boss.company)
    deactivate_colleague(**facts(reader, now))
    reader.refresh_from_db()
    assert not reader.is_active
    reactivate_colleague(**facts(reader, now))
    reader.refresh_from_db()
    assert reader.is_active


@pytest.mark.parametrize("act", [set_role, deactivate_colleague, reactivate_colleague])
def test_people_of_elsewhere_are_out_of_reach(now, boss, act):
    more = {"role": "administrator"} if act is set_role else {}
    for stranger in (PersonFactory(is_active=False), StaffFactory(is_active=False)):
        with pytest.raises(NotFound):
            act(**facts(stranger, now, company_id=boss.company_id), **more)
        stranger.refresh_from_db()
        assert (stranger.role, stranger.is_active) == ("reader", False)


def test_staff_inside_a_company_are_out_of_reach(now, boss):
    insider = StaffFactory(company=boss.company)
    with pytest.raises(NotFound):
        deactivate_colleague(**facts(insider, now))


def ask(boss, now, **over):
    more = {"seats": 5, "words": "We grow.\r\nBcc: x"} | over
    ask_for_seats(**facts(boss, now), **more)


def test_asking_for_seats_writes_to_the_company_s_manager(now, boss):
    boss.company.manager = StaffFactory(email="sam@agency.example")
    boss.company.save()
    ask(boss, now)
    letter = OutgoingMail.objects.get()
    assert (letter.to, letter.reply_to) == ("sam@agency.example", boss.email)
    assert "5 more seats" in letter.subject
    assert "We grow." in letter.text
    assert letter.text.endswith(reverse("company:inspect", args=[boss.company_id]))


def test_without_a_manager_sales_are_asked(now, boss, settings):
    settings.WIREROOM_AGENCY = Agency(sales_email="sales@agency.example")
    ask(boss, now)
    assert OutgoingMail.objects.get().to == "sales@agency.example"


def test_without_anybody_to_ask_nothing_is_sent(now, boss, settings):
    settings.WIREROOM_AGENCY = Agency()
    with pytest.raises(NobodyToAsk):
        ask(boss, now)
    assert not OutgoingMail.objects.exists()


def test_a_company_asks_once_an_hour(now, boss, settings):
    settings.WIREROOM_AGENCY = Agency(sales_email="sales@agency.example")
    ask(boss, now)
    with pytest.raises(AskedAlready):
        ask(boss, now + timedelta(minutes=59))
    ask(PersonFactory(role="administrator"), now)
    ask(boss, now + timedelta(minutes=61))
    assert OutgoingMail.objects.count() == 3
