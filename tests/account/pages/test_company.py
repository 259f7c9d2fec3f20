"""What a company's administrators see and do; and that everybody else does not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from tests.account.pages.conftest import signed_in
from tests.factories.customers import (
    START,
    AccessTokenFactory,
    CompanyFactory,
    PersonFactory,
    StaffFactory,
    SubscriptionFactory,
)
from wireroom.customers.models import AccessToken, Invitation, OutgoingMail
from wireroom.customers.services.invitations import invite
from wireroom.design.brand import Agency
from wireroom.kernel.clock import utc_now
from wireroom.usage.models import DailyCount

PAGES = ("people/", "tokens/", "subscriptions/", "usage/", "usage.csv", "company/")


def bytes_of(response):
    """The answer without what differs from one to the next: the form secrets."""
    body = b"".join(response) if response.streaming else response.content
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", body)


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_sees_every_page(as_boss, page):
    assert as_boss.get(f"/account/{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_reader_is_told_whom_to_ask(as_reader, boss, page):
    answer = as_reader.get(f"/account/{page}")
    assert answer.status_code == 403
    assert b"boss@bank.example" in answer.content


@pytest.mark.parametrize("page", PAGES)
def test_staff_and_strangers_do_not_pass(db, page):
    assert signed_in(StaffFactory()).get(f"/account/{page}").status_code == 403
    insider = StaffFactory(company=CompanyFactory(), role="administrator")
    assert signed_in(insider).get(f"/account/{page}").status_code == 403
    assert Client().get(f"/account/{page}").status_code == 302


def test_a_reader_changes_nothing(as_reader, boss, reader):
    token = AccessTokenFactory(company=reader.company)
    posts = {
        "people/": {"emails": "x@bank.example", "role": "reader"},
        "people/seats/": {"seats": "5"},
        f"people/{reader.pk}/role/": {"role": "administrator"},
        f"people/{boss.pk}/active/": {"active": "0"},
        "tokens/": {"name": "mine", "scopes": "stream", "days": "30"},
        f"tokens/{token.pk}/revoke/": {},
        "invitations/1/": {"again": "1"},
    }
    for path, facts in posts.items():
        assert as_reader.post(f"/account/{path}", facts).status_code == 403, path
    reader.refresh_from_db()
    token.refresh_from_db()
    assert (reader.role, token.revoked_at) == ("reader", None)
    assert not Invitation.objects.exists()
    assert AccessToken.objects.count() == 1


def test_ids_of_another_company_are_as_missing_as_no_ids(as_boss, stranger):
    now = utc_now()
    token = AccessTokenFactory(company=stranger.company)
    invite(
        company_id=stranger.company_id,
        emails=["n@other.example"],
        inviter="E",
        now=now,
        actor="e@other.example",
    )
    posts = [
        ("people/{}/role/", stranger.pk, {"role": "administrator"}),
        ("people/{}/active/", stranger.pk, {"active": "0"}),
        ("people/{}/active/", stranger.pk, {"active": "1"}),
        ("tokens/{}/revoke/", token.pk, {}),
        ("invitations/{}/", Invitation.objects.get().pk, {"again": "1"}),
        ("invitations/{}/", Invitation.objects.get().pk, {}),
    ]
    for path, pk, facts in posts:
        theirs = as_boss.post(f"/account/{path.format(pk)}", facts)
        missing = as_boss.post(f"/account/{path.format(987654321)}", facts)
        assert theirs.status_code == missing.status_code == 404, path
        assert bytes_of(theirs) == bytes_of(missing), path
        assert dict(theirs.headers) == dict(missing.headers), path
    stranger.refresh_from_db()
    token.refresh_from_db()
    assert (stranger.role, stranger.is_active, token.revoked_at) == ("reader", True, None)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_another_company_is_on_a_page(as_boss, stranger, page):
    before = bytes_of(as_boss.get(f"/account/{page}"))
    AccessTokenFactory(company=stranger.company, name="their token")
    AccessTokenFactory(company=None, person=stranger, name="her token")
    SubscriptionFactory(company=stranger.company, product__name="Their product")
    DailyCount(
        day=utc_now().date(), company_id=stranger.company_id, person_id=stranger.pk,
        what="story", channel="terminal", count=77,
    ).save()  # fmt: skip
    signed_in(stranger)
    assert bytes_of(as_boss.get(f"/account/{page}")) == before


def test_several_people_are_invited_at_once(as_boss, company, stranger):
    facts = {"emails": "a@bank.example, B@bank.example\n eve@other.example", "role": "reader"}
    answer = as_boss.post("/account/people/", facts, follow=True)
    assert "3 invitations sent." in answer.content.decode()
    assert OutgoingMail.objects.count() == 3
    assert mail.outbox == []


def test_the_answer_does_not_tell_who_has_an_account(as_boss, stranger):
    known = as_boss.post("/account/people/", {"emails": stranger.email, "role": "reader"})
    known_page = as_boss.get("/account/people/").content.decode()
    unknown = as_boss.post("/account/people/", {"emails": "new@other.example", "role": "reader"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert "1 invitation sent." in known_page
    rows = {row.email: row for row in Invitation.objects.all()}
    assert set(rows) == {stranger.email, "new@other.example"}


def test_what_is_no_address_is_named_and_nothing_is_sent(as_boss):
    facts = {"emails": "good@bank.example nonsense x@", "role": "reader"}
    answer = as_boss.post("/account/people/", facts)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "nonsense, x@" in page
    assert "good@bank.example" in page
    assert not Invitation.objects.exists()


def test_a_header_cannot_be_written_by_an_address(as_boss):
    facts = {"emails": "a@bank.example%0aBcc:x@y.example\r\nBcc:z@y.example", "role": "reader"}
    assert as_boss.post("/account/people/", facts).status_code == 400
    assert not OutgoingMail.objects.exists()


def test_a_demo_says_whom_it_may_invite(as_boss, company):
    SubscriptionFactory(company=company, kind="demo", active_to=START + timedelta(days=7))
    company.domain = "bank.example"
    company.save()
    assert "at bank.example only" in as_boss.get("/account/people/").content.decode()
    answer = as_boss.post("/account/people/", {"emails": "x@other.example", "role": "reader"})
    assert b"only at your company&#x27;s own e-mail domain" in answer.content
    assert not OutgoingMail.objects.exists()
    SubscriptionFactory(company=company)
    assert "During your demo" not in as_boss.get("/account/people/").content.decode()


def test_a_demo_at_a_shared_domain_is_told_that_it_invites_nobody(as_boss, company):
    SubscriptionFactory(company=company, kind="demo", active_to=START + timedelta(days=7))
    assert "nobody can be invited" in as_boss.get("/account/people/").content.decode()


FORMS = [("people/", {"emails": "x"}), ("people/seats/", {"seats": "0"}), ("tokens/", {})]


@pytest.mark.parametrize(("path", "facts"), FORMS)
def test_a_refused_form_says_so_in_the_title_and_takes_the_focus(as_boss, company, path, facts):
    SubscriptionFactory(company=company)
    page = as_boss.post(f"/account/{path}", facts).content.decode()
    assert "<title>Please check: " in page
    assert re.search(r'id="problems"[^>]* tabindex="-1" autofocus', page)
    assert page.count('id="problems"') == 1
    good = as_boss.get(f"/account/{path.removesuffix('seats/')}").content.decode()
    assert "Please check" not in good
    assert "autofocus" not in good


def test_more_than_fifty_at_once_are_refused(as_boss):
    emails = "\n".join(f"p{number}@bank.example" for number in range(51))
    assert as_boss.post("/account/people/", {"emails": emails, "role": "reader"}).status_code == 400
    assert not OutgoingMail.objects.exists()


def test_an_invitation_is_sent_again_and_taken_back(as_boss):
    as_boss.post("/account/people/", {"emails": "n@bank.example", "role": "reader"})
    address = f"/account/invitations/{Invitation.objects.get().pk}/"
    as_boss.post(address, {"again": "1"})
    assert OutgoingMail.objects.count() == 2
    as_boss.post(address, {"revoke": "1"})
    assert b"n@bank.example" not in as_boss.get("/account/people/").content
    assert as_boss.post(address, {"again": "1"}).status_code == 404


def test_the_last_administrator_is_told_why_not(as_boss, boss):
    for path, facts in (("role", {"role": "reader"}), ("active", {"active": "0"})):
        answer = as_boss.post(f"/account/people/{boss.pk}/{path}/", facts, follow=True)
        assert b"last administrator" in answer.content
    boss.refresh_from_db()
    assert (boss.role, boss.is_active) == ("administrator", True)


def test_one_of_two_administrators_steps_down(as_boss, boss, company):
    PersonFactory(company=company, role="administrator")
    as_boss.post(f"/account/people/{boss.pk}/role/", {"role": "reader"})
    assert as_boss.get("/account/people/").status_code == 403


def test_a_closed_colleague_is_out_at_once_and_comes_back(as_boss, reader, as_reader):
    as_boss.post(f"/account/people/{reader.pk}/active/", {"active": "0"})
    assert as_reader.get("/account/").status_code == 302
    as_boss.post(f"/account/people/{reader.pk}/active/", {"active": "1"})
    assert signed_in(reader).get("/account/").status_code == 200


def test_seats_are_shown_with_what_happens_at_the_limit(as_boss, company):
    SubscriptionFactory(company=company, seats=3)
    page = " ".join(as_boss.get("/account/people/").content.decode().split())
    assert "of 3 taken now" in page
    assert "the oldest is signed out" in page


def test_more_seats_are_asked_for_by_letter(as_boss, settings):
    settings.WIREROOM_AGENCY = Agency(sales_email="sales@agency.example")
    as_boss.post("/account/people/seats/", {"seats": "4", "words": "New desk"})
    letter = OutgoingMail.objects.get()
    assert (letter.to, letter.reply_to) == ("sales@agency.example", "boss@bank.example")
    again = as_boss.post("/account/people/seats/", {"seats": "4"})
    assert (again.status_code, OutgoingMail.objects.count()) == (400, 1)
    assert b"within the last hour" in again.content


@pytest.mark.parametrize("seats", ["0", "-1", "", "many", "10001"])
def test_an_odd_number_of_seats_is_not_asked_for(as_boss, settings, seats):
    settings.WIREROOM_AGENCY = Agency(sales_email="sales@agency.example")
    assert as_boss.post("/account/people/seats/", {"seats": seats}).status_code == 400
    assert not OutgoingMail.objects.exists()


def test_subscriptions_are_running_coming_and_past(as_boss, company):
    now = utc_now()
    SubscriptionFactory(company=company, product__name="Now")
    SubscriptionFactory(company=company, product__name="Then", active_to=now)
    SubscriptionFactory(company=company, product__name="Soon", active_from=now + timedelta(days=1))
    SubscriptionFactory(company=company, product__name="Void", active_from=now, active_to=now)
    page = as_boss.get("/account/subscriptions/").content.decode()
    places = [page.index(f'id="{name}"') for name in ("running", "coming", "past")]
    found = [page.index(f'<th scope="row">{name}') for name in ("Now", "Soon", "Then")]
    assert places[0] < found[0] < places[1] < found[1] < places[2] < found[2]
    assert "Void" not in page


def test_usage_is_summed_up_by_day_and_by_person(as_boss, boss, company):
    today = utc_now().date()
    for days, count in ((0, 4), (1, 3), (40, 90)):
        DailyCount(
            day=today - timedelta(days=days), company_id=company.pk, person_id=boss.pk,
            what="story", channel="terminal", count=count,
        ).save()  # fmt: skip
    report = as_boss.get("/account/usage/").context["report"]
    assert report.charts[0].total == 7
    assert [bar.count for bar in report.charts[0].bars[-2:]] == [3, 4]
    assert report.by_person[0].name.startswith("Beatrix")
    weekly = as_boss.get("/account/usage/?by=week").context["report"]
    assert weekly.charts[0].total == 97
    lines = b"".join(as_boss.get("/account/usage.csv")).decode("utf-8-sig").splitlines()
    assert lines[0] == "day,person,what,channel,count"
    assert len(lines) == 3


def test_a_name_in_the_table_is_no_formula(as_boss, company):
    evil = PersonFactory(company=company, first_name="=cmd()", last_name="")
    DailyCount(
        day=utc_now().date(), company_id=company.pk, person_id=evil.pk, what="story",
        channel="terminal", count=1,
    ).save()  # fmt: skip
    assert b"'=cmd()" in b"".join(as_boss.get("/account/usage.csv"))


def test_how_the_company_signs_in_is_shown_and_cannot_be_changed(as_boss, company):
    company.networks = ["192.0.2.0/24", "127.0.0.0/8"]
    company.save()
    assert b"192.0.2.0/24" in as_boss.get("/account/company/").content
    assert as_boss.post("/account/company/", {"networks": ""}).status_code == 405
