"""Colleagues are invited by letter, and come once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.customers import (
    START,
    CompanyFactory,
    PersonFactory,
    StaffFactory,
    SubscriptionFactory,
)
from wireroom.customers import inviting
from wireroom.customers.models import (
    Acceptance,
    AccessEvent,
    Invitation,
    OutgoingMail,
    Person,
    RightsChange,
)
from wireroom.customers.services.base import NotFound, NotValid
from wireroom.customers.services.invitations import (
    AddressTaken,
    InvitationGone,
    NotYourDomain,
    TooManyInvitations,
    accept_invitation,
    invite,
    open_invitation,
    resend_invitation,
    revoke_invitation,
)
from wireroom.customers.services.terms import publish_terms
from wireroom.design.brand import Agency

pytestmark = pytest.mark.django_db


def ask(company, now, *emails, **over):
    facts = {"role": "reader", "inviter": "Ada Boss", "actor": "ada@bank.example"} | over
    return invite(company_id=company.pk, emails=emails or ["new@bank.example"], now=now, **facts)


def letter(to="new@bank.example"):
    return OutgoingMail.objects.filter(to=to).first()


def secret_in(text):
    return text.partition("/account/invitation/")[2].partition("/")[0]


def accept(secret, now, **over):
    facts = {
        "first_name": "Nora",
        "last_name": "New",
        "password": "a long good password",
        "terms_number": None,
        "address": "192.0.2.7",
    } | over
    return accept_invitation(secret=secret, now=now, **facts)


def test_an_invited_person_gets_a_letter_with_a_link_whose_secret_is_not_kept(now):
    company = CompanyFactory(name="Bank")
    assert ask(company, now) == (("new@bank.example",), ())
    assert "Bank" in letter().subject
    secret = secret_in(letter().text)
    kept = Invitation.objects.get()
    assert len(secret) >= 40
    assert secret.encode() not in bytes(kept.hash)
    assert kept.expires_at == now + timedelta(days=7)
    assert open_invitation(secret, now) == kept
    assert open_invitation(secret + "x", now) is None


def test_whoever_accepts_is_of_the_company_with_the_role_offered(now):
    company = CompanyFactory()
    ask(company, now, role="administrator")
    person = Person.objects.get(pk=accept(secret_in(letter().text), now))
    assert (person.company, person.role, person.email) == (
        company,
        "administrator",
        "new@bank.example",
    )
    assert person.check_password("a long good password")
    assert not person.is_staff
    assert RightsChange.objects.filter(what="person:join", actor__isnull=True).count() <= 1


def test_a_link_works_once(now):
    ask(CompanyFactory(), now)
    secret = secret_in(letter().text)
    accept(secret, now)
    with pytest.raises(InvitationGone):
        accept(secret, now, first_name="Other")
    assert Person.objects.filter(first_name="Other").count() == 0


def test_a_link_works_for_seven_days_and_no_longer(now):
    ask(CompanyFactory(), now)
    secret = secret_in(letter().text)
    assert open_invitation(secret, now + timedelta(days=7, seconds=-1)) is not None
    assert open_invitation(secret, now + timedelta(days=7)) is None
    with pytest.raises(InvitationGone):
        accept(secret, now + timedelta(days=7))


def test_a_link_of_a_closed_company_does_not_work(now):
    company = CompanyFactory()
    ask(company, now)
    company.active = False
    company.save()
    with pytest.raises(InvitationGone):
        accept(secret_in(letter().text), now)


def test_an_invitation_that_is_sent_again_has_a_new_link_only(now):
    company = CompanyFactory()
    ask(company, now)
    first = secret_in(letter().text)
    later = now + timedelta(days=6)
    resend_invitation(
        invitation_id=Invitation.objects.get().pk,
        company_id=company.pk,
        inviter="Ada",
        now=later,
        actor="ada@bank.example",
    )
    second = secret_in(letter().text)
    assert open_invitation(first, later) is None
    assert open_invitation(second, later + timedelta(days=6)) is not None


def test_an_invitation_that_is_taken_back_does_not_work(now):
    company = CompanyFactory()
    ask(company, now)
    kept = Invitation.objects.get()
    revoke_invitation(invitation_id=kept.pk, company_id=company.pk, now=now, actor="a@b.example")
    assert open_invitation(secret_in(letter().text), now) is None
    with pytest.raises(NotFound):
        revoke_invitation(invitation_id=kept.pk, company_id=company.pk, now=now, actor="a")


def test_another_company_s_invitation_cannot_be_touched(now):
    ask(CompanyFactory(), now)
    kept, other = Invitation.objects.get(), CompanyFactory()
    with pytest.raises(NotFound):
        revoke_invitation(invitation_id=kept.pk, company_id=other.pk, now=now, actor="a")
    with pytest.raises(NotFound):
        resend_invitation(
            invitation_id=kept.pk, company_id=other.pk, inviter="E", now=now, actor="a"
        )
    assert open_invitation(secret_in(letter().text), now) is not None
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("factory", [PersonFactory, StaffFactory])
def test_somebody_of_elsewhere_is_told_by_letter_alone(now, factory):
    factory(email="eve@other.example")
    company = CompanyFactory(name="Bank")
    answer = ask(company, now, "eve@other.example", "new@bank.example")
    assert answer == (("new@bank.example", "eve@other.example"), ()) or set(answer.sent) == {
        "new@bank.example",
        "eve@other.example",
    }
    told = letter("eve@other.example").text
    assert "You have an account" in told
    assert "/account/invitation/" not in told
    assert "/account/invitation/" in letter().text
    assert Invitation.objects.filter(company=company).count() == 2


def test_every_spelling_of_a_mailbox_is_one_person(now):
    company = CompanyFactory()
    PersonFactory(email="bob@bank.example", company=company)
    answer = ask(company, now, "NEW@bank.example", "new+news@bank.example", "Bob+x@BANK.example")
    assert len(answer.sent) == 1
    assert answer.colleagues == ("bob+x@bank.example",)
    assert OutgoingMail.objects.count() == 1


def test_a_second_invitation_takes_the_place_of_the_first(now):
    company = CompanyFactory()
    ask(company, now)
    ask(company, now, "new+again@bank.example", role="administrator")
    assert Invitation.objects.get().role == "administrator"


def test_two_companies_invite_one_person_and_the_first_accepted_counts(now):
    one, two = CompanyFactory(), CompanyFactory()
    ask(one, now)
    first = secret_in(letter().text)
    ask(two, now)
    second = secret_in(letter().text)
    person = Person.objects.get(pk=accept(second, now))
    with pytest.raises(AddressTaken):
        accept(first, now)
    assert person.company == two


def test_agreeing_to_the_terms_is_kept_with_the_account(now):
    number = publish_terms(text="Be fair.", now=now, actor="boss")
    ask(CompanyFactory(), now)
    person_id = accept(secret_in(letter().text), now, terms_number=number)
    kept = Acceptance.objects.get()
    assert (kept.person_id, kept.terms.number, kept.where) == (person_id, number, "invitation")
    assert kept.address == "192.0.2.7"


def test_nothing_is_made_when_a_name_is_too_long(now):
    ask(CompanyFactory(), now)
    secret = secret_in(letter().text)
    with pytest.raises(NotValid):
        accept(secret, now, first_name="n" * 10_000)
    assert not Person.objects.filter(email="new@bank.example").exists()
    assert open_invitation(secret, now) is not None


def test_names_lose_controls_and_overrides(now):
    ask(CompanyFactory(), now)
    name = "Zoë\u202e\r\nBcc: x@y.example \U0001f642"
    person = Person.objects.get(pk=accept(secret_in(letter().text), now, first_name=name))
    assert person.first_name == "Zoë Bcc: x@y.example \U0001f642"


def test_a_name_cannot_write_a_header_of_the_letter(now):
    ask(CompanyFactory(name="Bank\r\nBcc: eve@other.example"), now, inviter="A\r\nX: y")
    assert "\n" not in letter().subject
    assert "\r" not in letter().subject
    assert "A X: y invites" in letter().text


def test_a_company_cannot_send_more_than_its_day_s_worth(now, monkeypatch):
    monkeypatch.setattr(inviting, "MOST_A_DAY", 2)
    company, other = CompanyFactory(), CompanyFactory()
    ask(company, now, "a@bank.example")
    with pytest.raises(TooManyInvitations):
        ask(company, now, "b@bank.example", "c@bank.example")
    assert OutgoingMail.objects.count() == 1
    ask(other, now, "d@bank.example", "e@bank.example")
    ask(company, now + timedelta(days=1), "b@bank.example", "c@bank.example")
    assert OutgoingMail.objects.count() == 5


def in_a_demo(domain="bank.example", **over):
    company = CompanyFactory(domain=domain, **over)
    SubscriptionFactory(company=company, kind="demo", active_to=START + timedelta(days=7))
    return company


def test_a_demo_invites_people_of_its_own_domain_and_nobody_else(now):
    company = in_a_demo()
    assert ask(company, now, "new@BANK.example").sent == ("new@bank.example",)
    for elsewhere in ("x@other.example", "x@sub.bank.example", "x@notbank.example"):
        with pytest.raises(NotYourDomain):
            ask(company, now, "y@bank.example", elsewhere)
    assert OutgoingMail.objects.count() == 1


def test_a_demo_at_a_domain_that_many_share_invites_nobody(now):
    with pytest.raises(NotYourDomain):
        ask(in_a_demo(domain=""), now, "new@gmail.com")
    assert not OutgoingMail.objects.exists()


def test_a_demo_invites_a_handful_a_day(now):
    company = in_a_demo()
    ask(company, now, *(f"p{number}@bank.example" for number in range(5)))
    with pytest.raises(TooManyInvitations):
        ask(company, now, "p5@bank.example")
    with pytest.raises(TooManyInvitations):
        resend_invitation(
            invitation_id=Invitation.objects.first().pk,
            company_id=company.pk,
            inviter="Ada",
            now=now,
            actor="ada@bank.example",
        )
    assert OutgoingMail.objects.count() == 5
    ask(company, now + timedelta(days=1), "p5@bank.example")


@pytest.mark.parametrize("kind", ["paid", "internal"])
def test_whoever_has_more_than_a_demo_invites_anybody(now, kind):
    company = in_a_demo()
    SubscriptionFactory(company=company, kind=kind)
    ask(company, now, *(f"p{number}@other.example" for number in range(6)))
    assert OutgoingMail.objects.count() == 6


LINKS = [
    "Claim it at https://evil.example/x",
    "www evil example",
    "evil.example",
    "evil\uff0eexample",
    "evil\u3002example",
    "win@evil.example",
]


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("to", ["new@bank.example", "known@bank.example"])
def test_a_name_with_a_link_is_in_no_letter(now, name, to):
    PersonFactory(email="known@bank.example")
    ask(CompanyFactory(name=name), now, to, inviter=f"{name} now")
    assert "evil" not in letter(to).subject + letter(to).text
    assert letter(to).text.startswith("A colleague invites you to read the news of")


@pytest.mark.parametrize("name", ["J.P. Morgan", "Møller A/S", "Ada Boss", "St. Gallen Bank"])
def test_a_name_like_those_that_people_have_is_in_the_letter(now, name):
    ask(CompanyFactory(name=name), now, inviter=name)
    assert name in letter().subject
    assert letter().text.startswith(f"{name} invites you")
    assert f"for {name}." in letter().text


@pytest.mark.parametrize("to", ["new@bank.example", "known@bank.example"])
def test_an_invitation_says_whom_to_ask(now, to, settings):
    settings.WIREROOM_AGENCY = Agency(sales_email="sales@agency.example", phone="+44 20 7946 0000")
    PersonFactory(email="known@bank.example")
    ask(CompanyFactory(), now, to)
    assert letter(to).reply_to == "sales@agency.example"
    assert "Questions? sales@agency.example, +44 20 7946 0000" in letter(to).text


def test_what_happened_is_on_record(now):
    company = CompanyFactory()
    ask(company, now)
    accept(secret_in(letter().text), now)
    rows = AccessEvent.objects.filter(subject=f"company:{company.pk}").order_by("id")
    assert [(row.what, row.actor) for row in rows] == [
        ("invitation:sent", "ada@bank.example"),
        ("invitation:accepted", "new@bank.example"),
    ]
    assert "secret" not in str([row.detail for row in rows])
