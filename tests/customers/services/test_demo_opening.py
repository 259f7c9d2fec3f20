"""The proof of an address opens the demo at once, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.factories.customers import (
    PASSWORD,
    CompanyFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
    demo_application,
    proof_of,
)
from wireroom.customers import queries, services
from wireroom.customers.conf import DemoSettings
from wireroom.customers.models import (
    AccessEvent,
    Company,
    DemoRequest,
    OutgoingMail,
    Person,
    RightsChange,
    Subscription,
)
from wireroom.customers.policy import Channel

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def ask(now, **over):
    application = demo_application(**over)
    services.request_demo(application=application, now=now)
    return proof_of(application.email)


def open_(secret, now):
    return services.open_demo(secret=secret, password=PASSWORD, now=now, address="192.0.2.7")


@pytest.fixture
def sales():
    person = StaffFactory(email="sales@agency.example")
    person.groups.add(Group.objects.get(pk=services.set_up_sales()))
    return person


def test_company_person_and_subscriptions_are_there_at_once(now, sales):
    chosen, other = ProductFactory(name="Markets"), ProductFactory()
    secret = ask(now, products=(chosen.pk,), job_title="Dealer", phone="+44 20 7946 0000")
    later = now + timedelta(minutes=5)
    person = Person.objects.get(pk=open_(secret, later))
    assert person.check_password(PASSWORD)
    assert (person.email, person.role, person.job_title) == (
        "grace@quay.example", "administrator", "Dealer",
    )  # fmt: skip
    assert (person.company.name, person.company.country) == ("Quay Bank", "GB")
    assert person.company.domain == "quay.example"
    subscription = Subscription.objects.get(company=person.company)
    assert subscription.product == chosen != other
    assert (subscription.kind, subscription.seats) == ("demo", 2)
    assert subscription.channels == ["email", "terminal"]
    assert subscription.active_to == later + 14 * DAY
    request = DemoRequest.objects.get()
    assert (request.state, request.person) == ("active", person)
    assert request.proven_at == request.activated_at == later
    assert {"company:demo", "person:demo", "subscription:demo"} <= set(
        RightsChange.objects.values_list("what", flat=True)
    )
    assert AccessEvent.objects.filter(what__in=["demo:proven", "demo:opened"]).count() == 2


def test_a_demo_reads_in_the_terminal_and_exports_nothing(now):
    ProductFactory()
    person_id = open_(ask(now), now)
    assert queries.reader_of(person_id, now).may_read_at(now)
    for channel in (Channel.EXPORT, Channel.API, Channel.WEBHOOK, Channel.SFTP, Channel.FEED):
        assert not queries.reader_of(person_id, now, channel).may_read_at(now), channel
    end = now + 14 * DAY
    assert queries.reader_of(person_id, end - timedelta(seconds=1)).may_read_at(
        end - timedelta(seconds=1)
    )
    assert not queries.reader_of(person_id, end).may_read_at(end)
    assert queries.next_boundary(now) == end


def test_prospect_and_sales_are_told(now, sales):
    ProductFactory(name="Markets")
    open_(ask(now, message="Call me"), now)
    letters = {letter.to: letter for letter in OutgoingMail.objects.order_by("pk")}
    assert letters["grace@quay.example"].subject == "Your demo of Wireroom is open"
    assert "- Markets" in letters["grace@quay.example"].text
    told = letters["sales@agency.example"]
    assert told.subject == "Demo opened: Quay Bank"
    assert told.reply_to == "grace@quay.example"
    for words in ("Grace Prospect", "Call me", "United Kingdom"):
        assert words in told.text


def test_sales_who_have_left_are_not_told(now, sales):
    sales.is_active = False
    sales.save()
    ProductFactory()
    open_(ask(now), now)
    assert not OutgoingMail.objects.filter(to=sales.email).exists()


def test_a_link_works_once(now):
    ProductFactory()
    secret = ask(now)
    open_(secret, now)
    assert queries.proof_page(secret, now).state == "used"
    with pytest.raises(services.ProofNotGood):
        open_(secret, now)
    assert Person.objects.count() == Company.objects.count() == 1


def test_a_link_runs_out_and_an_unknown_one_opens_nothing(now):
    ProductFactory()
    secret = ask(now)
    for wrong, moment in ((secret, now + DAY), ("x" * 43, now), ("\ud800", now)):
        with pytest.raises(services.ProofNotGood):
            open_(wrong, moment)
    assert not Person.objects.exists()


def test_the_second_of_two_colleagues_who_asked_is_passed_to_sales(now, sales):
    ProductFactory()
    first, second = ask(now), ask(now, email="b@quay.example")
    assert open_(first, now) is not None
    assert open_(second, now) is None
    assert DemoRequest.objects.get(email="b@quay.example").state == "proven"
    assert Company.objects.count() == 1
    newest = OutgoingMail.objects.filter(to="sales@agency.example").latest("pk")
    assert newest.subject == "Demo waits for you: Quay Bank"
    waiting = DemoRequest.objects.get(email="b@quay.example")
    assert newest.text.endswith(reverse("demorequest:inspect", args=[waiting.pk]))


def test_a_second_request_of_the_same_person_opens_no_second_demo(now):
    ProductFactory()
    first = ask(now)
    second = ask(now, email="grace+2@quay.example")
    assert open_(first, now) is not None
    assert open_(second, now) is None
    assert Person.objects.count() == 1


def test_people_of_a_shared_provider_each_have_their_own_and_no_company_domain(now):
    ProductFactory()
    for email in ("a@gmail.com", "b@gmail.com"):
        assert open_(ask(now, email=email), now) is not None
    assert {company.domain for company in Company.objects.all()} == {""}


def test_without_a_choice_that_is_still_on_offer_all_that_is_listed_is_given(now):
    gone, here = ProductFactory(), ProductFactory()
    hidden, free = ProductFactory(listed=False), ProductFactory(public=True)
    secret = ask(now, products=(gone.pk, hidden.pk, free.pk))
    gone.active = False
    gone.save()
    open_(secret, now)
    assert [each.product for each in Subscription.objects.all()] == [here]


def test_with_nothing_on_offer_sales_are_asked(now, sales):
    assert open_(ask(now), now) is None
    assert DemoRequest.objects.get().state == "proven"
    assert not Company.objects.exists()


def test_settings_limit_a_demo(now, settings):
    settings.WIREROOM_DEMO = DemoSettings(days=3, delay_minutes=15, sample=True)
    ProductFactory()
    open_(ask(now), now)
    found = Subscription.objects.get()
    assert found.active_to == now + 3 * DAY
    assert (found.delay_minutes, found.sample_only) == (15, True)


def test_the_terms_agreed_to_at_the_form_are_not_asked_for_again_but_newer_ones_are(now):
    services.publish_terms(text="One.", now=now, actor=None)
    ProductFactory()
    person_id = open_(ask(now, terms=1), now)
    assert queries.must_accept(person_id) is None
    services.publish_terms(text="Two.", now=now, actor=None)
    assert queries.must_accept(person_id) == 2


def test_a_company_name_of_any_script_and_a_taken_code_make_a_code(now):
    ProductFactory()
    CompanyFactory(code="quay-bank")
    open_(ask(now), now)
    open_(ask(now, company_name="Банк 銀行", email="x@other.example"), now)
    codes = [company.code for company in Company.objects.order_by("pk")]
    assert codes[1].startswith("quay-bank-")
    assert codes[2].startswith("demo-")


def test_what_a_customer_s_pages_need_to_know_of_a_demo(now):
    ProductFactory()
    person_id = open_(ask(now), now)
    end = now + 14 * DAY
    assert queries.trial_of(person_id, now) == (end, False)
    assert queries.trial_of(person_id, end) == (end, True)
    paying = SubscriptionFactory().company
    person = Person.objects.get(pk=person_id)
    assert queries.trial_of(StaffFactory().pk, now) is None
    person.company = paying
    person.save()
    assert queries.trial_of(person_id, now) is None
