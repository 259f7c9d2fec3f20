"""Prospects ask: who is answered how, and how often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.customers import (
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
    demo_application,
    proof_of,
)
from wireroom.customers import queries, services
from wireroom.customers.conf import DemoSettings
from wireroom.customers.models import Acceptance, AccessEvent, DemoRequest, OutgoingMail

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def ask(now, **over):
    application = demo_application(**over)
    services.request_demo(application=application, now=now)
    return DemoRequest.objects.get(reference=application.form)


def subjects():
    return list(OutgoingMail.objects.order_by("pk").values_list("subject", flat=True))


def test_a_stranger_gets_a_link_of_which_only_a_hash_is_kept(now):
    product = ProductFactory()
    found = ask(now, products=(product.pk, 10**9), message="Hello")
    assert found.state == "requested"
    assert list(found.products.all()) == [product]
    assert found.network == "192.0.2.0/24"
    assert found.domain == "quay.example"
    secret = proof_of()
    assert len(secret) >= 40
    assert secret.encode() not in bytes(found.proof_hash)
    assert found.proof_expires_at == now + DAY
    assert queries.proof_page(secret, now).state == "open"
    assert queries.proof_page(secret, now + DAY).state == "late"
    assert queries.proof_page(secret + "x", now) is None
    assert AccessEvent.objects.get(what="demo:requested").actor == "grace@quay.example"


def test_the_letter_repeats_nothing_that_was_typed(now):
    spam = "BUY NOW http://evil.example"
    ask(now, first_name=spam, last_name=spam, company_name=spam, message=spam)
    text = OutgoingMail.objects.get()
    assert "BUY NOW" not in text.text + text.subject


def test_a_form_that_is_sent_twice_is_one_request_and_one_letter(now):
    application = demo_application()
    for _ in range(2):
        services.request_demo(application=application, now=now)
    assert DemoRequest.objects.count() == OutgoingMail.objects.count() == 1
    assert queries.is_demo_requested(application.form)
    assert not queries.is_demo_requested("another")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Ада 👩🏽‍💻", "Ада 👩🏽‍💻"),
        ("عائشة", "عائشة"),
        ("Grace\r\nBcc: all@x.example", "Grace Bcc: all@x.example"),
        ("\u202eecarG", "ecarG"),
        ("<script>alert(1)</script>"[:150], "<script>alert(1)</script>"),
    ],
)
def test_names_of_any_script_are_kept_and_controls_are_not(now, name, kept):
    assert ask(now, first_name=name).first_name == kept


def test_the_version_of_the_terms_that_was_agreed_to_is_kept(now):
    services.publish_terms(text="One.", now=now, actor=None)
    services.publish_terms(text="Two.", now=now, actor=None)
    assert ask(now, terms=1).terms.number == 1
    found = Acceptance.objects.get()
    assert (found.email, found.terms.number, found.person) == ("grace@quay.example", 1, None)
    assert ask(now, terms=None, email="b@quay.example").terms is None
    assert Acceptance.objects.count() == 1


def test_throw_away_addresses_are_refused_and_the_agency_s_own_list_too(now, settings):
    settings.WIREROOM_DEMO = DemoSettings(disposable_domains=("quay.example",))
    for email in ("x@mailinator.com", "x@sub.mailinator.com", "grace@quay.example"):
        with pytest.raises(services.AddressNotAccepted):
            ask(now, email=email)
    assert ask(now, email="x@quay2.example").state == "requested"


def test_an_address_that_is_none_is_refused(now):
    with pytest.raises(services.NotAnAddress):
        ask(now, email="grace@quay.example\r\nBcc: x@y.example")
    assert not DemoRequest.objects.exists()


@pytest.mark.parametrize(
    "spelling",
    [
        "dealer@bank.example",
        "DEALER@Bank.Example",
        "dealer+news@bank.example",
        "\uff44ealer@bank.example",
    ],
)
def test_whoever_can_sign_in_is_told_so_by_letter_alone(now, spelling):
    company = CompanyFactory(domain="bank.example")
    SubscriptionFactory(company=company)
    PersonFactory(email="dealer@bank.example", company=company)
    assert ask(now, email=spelling).state == "refused"
    assert subjects() == ["Your access to Wireroom"]
    assert "/login/" in OutgoingMail.objects.get().text


def test_staff_are_told_the_same(now):
    StaffFactory(email="ed@agency.example")
    assert ask(now, email="ed@agency.example").state == "refused"
    assert subjects() == ["Your access to Wireroom"]


def test_dots_make_no_new_person_at_providers_that_ignore_them(now):
    company = SubscriptionFactory().company
    PersonFactory(email="gracep@gmail.com", company=company)
    assert ask(now, email="grace.p+1@googlemail.com").state == "refused"
    assert ask(now, email="grace.q@gmail.com").state == "requested"


def test_a_colleague_of_a_customer_is_told_whom_to_ask(now):
    company = CompanyFactory(domain="bank.example")
    SubscriptionFactory(company=company)
    assert ask(now, email="new@bank.example").state == "refused"
    assert subjects() == ["Your company's access to Wireroom"]
    assert ask(now, email="new@other.example").state == "requested"


def test_a_company_whose_subscription_has_ended_may_try_again_with_another_person(now):
    company = CompanyFactory(domain="bank.example")
    SubscriptionFactory(company=company, active_to=now - DAY)
    person = PersonFactory(company=company, email="old@bank.example")
    assert ask(now, email="new@bank.example").state == "requested"
    assert ask(now, email=person.email).state == "refused"


def test_people_of_a_provider_for_everybody_are_no_colleagues(now):
    SubscriptionFactory(company=CompanyFactory(domain="gmail.com"))
    assert ask(now, email="somebody@gmail.com").state == "requested"


def test_nobody_is_pestered_with_letters(now):
    for number in range(5):
        ask(now, email=f"grace+{number}@quay.example", address=f"198.51.{number}.1")
    assert OutgoingMail.objects.count() == 3
    ask(now + DAY + timedelta(seconds=1))
    assert OutgoingMail.objects.count() == 4


def test_an_address_and_its_network_can_ask_so_often_and_then_again(now):
    for number in range(5):
        ask(now, email=f"a{number}@quay{number}.example")
    with pytest.raises(services.TooManyRequests) as caught:
        ask(now, email="b@quayb.example")
    assert caught.value.again_at == now + DAY
    ask(now, email="c@quayc.example", address="192.0.2.8")
    ask(now + DAY, email="b@quayb.example")


def test_a_network_has_its_own_limit_and_another_network_is_free(now):
    for number in range(20):
        ask(now, email=f"a@q{number}.example", address=f"192.0.2.{number}")
    with pytest.raises(services.TooManyRequests):
        ask(now, email="a@z.example", address="192.0.2.99")
    ask(now, email="a@z.example", address="192.0.3.99")


def test_sending_the_form_counts_whatever_comes_of_it(now):
    for _ in range(12):
        services.note_attempt(address="192.0.2.7", now=now)
    with pytest.raises(services.TooManyRequests) as caught:
        services.note_attempt(address="192.0.2.7", now=now)
    assert caught.value.again_at == now + timedelta(hours=1)
    services.note_attempt(address="192.0.2.8", now=now)
    services.note_attempt(address="192.0.2.7", now=now + timedelta(hours=1))
