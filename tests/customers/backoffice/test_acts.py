"""What is done from a record: renew, extend, end, invite, revoke, publish, decide on a demo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    DemoRequestFactory,
    PersonFactory,
    ProductFactory,
    SignInFactory,
    StaffFactory,
    SubscriptionFactory,
)
from tests.support.backoffice import is_refused
from wireroom.customers.models import (
    DemoRequest,
    Invitation,
    Kind,
    RightsChange,
    Stage,
    Subscription,
    TermsOfUse,
)
from wireroom.kernel.clock import utc_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    """A subscription that ends in ten days."""
    return SubscriptionFactory(active_to=utc_now() + timedelta(days=10), seats=5, note="500 EUR")


def act(client, name, record, **facts):
    return client.post(reverse(name, args=[record.pk]), facts)


def test_a_subscription_is_renewed_in_the_period_that_adjoins(sales, held):
    act(sales, "subscription:renew", held, until="2090-01-01")

    new = Subscription.objects.exclude(pk=held.pk).get()
    assert (new.company, new.product) == (held.company, held.product)
    assert (new.active_from, new.active_to) == (held.active_to, datetime(2090, 1, 1, tzinfo=UTC))
    assert (new.seats, new.note) == (5, "500 EUR")
    assert RightsChange.objects.latest("id").what == "subscription:renew"


def test_a_subscription_is_extended(sales, held):
    act(sales, "subscription:extend", held, until="2090-01-01")
    held.refresh_from_db()
    assert held.active_to == datetime(2090, 1, 1, tzinfo=UTC)
    act(sales, "subscription:extend", held, until="")
    held.refresh_from_db()
    assert held.active_to is None


@pytest.mark.parametrize("name", ["subscription:renew", "subscription:extend"])
def test_an_earlier_end_is_refused_beside_the_field(sales, held, name):
    page = act(sales, name, held, until="2020-01-01").content.decode()
    assert "must be later than" in page
    assert Subscription.objects.get() == held


@pytest.mark.parametrize("name", ["subscription:renew", "subscription:extend", "subscription:end"])
def test_support_sells_nothing(support, held, name):
    assert is_refused(support.get(reverse(name, args=[held.pk])))
    assert is_refused(act(support, name, held, until="2090-01-01"))
    before = held.active_to
    assert Subscription.objects.get().active_to == before


def test_the_page_of_a_subscription_offers_what_can_be_done(sales, support, held):
    page = sales.get(reverse("subscription:inspect", args=[held.pk])).content.decode()
    for name in ("renew", "extend", "end"):
        assert reverse(f"subscription:{name}", args=[held.pk]) in page
    page = support.get(reverse("subscription:inspect", args=[held.pk])).content.decode()
    assert reverse("subscription:renew", args=[held.pk]) not in page


@pytest.mark.parametrize("who", ["sales", "support"])
def test_sales_and_support_revoke_tokens_and_end_sessions(request, who):
    client = request.getfixturevalue(who)
    token, session = AccessTokenFactory(), SignInFactory()

    for name, record in (("accesstoken:revoke", token), ("signin:end", session)):
        assert client.get(reverse(name, args=[record.pk])).status_code == 200
        record.refresh_from_db()
        act(client, name, record)
        record.refresh_from_db()
    assert token.revoked_at is not None
    assert (session.ended_why, session.ended_by) == ("revoked", client.person.email)


def test_editors_end_no_session_and_nobody_ends_a_colleagues_here(editor, support):
    customer = SignInFactory()
    colleague = SignInFactory(person=StaffFactory())

    assert is_refused(act(editor, "signin:end", customer))
    assert act(support, "signin:end", colleague).status_code == 404
    for session in (customer, colleague):
        session.refresh_from_db()
        assert session.ended_at is None


def test_an_administrator_is_invited_from_the_company(sales, support):
    company = CompanyFactory()
    facts = {"email": "Ann@Acme.example", "role": "administrator"}

    assert is_refused(act(support, "customers_invite", company, **facts))
    assert sales.get(reverse("customers_invite", args=[company.pk])).status_code == 200
    act(sales, "customers_invite", company, **facts)

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("ann@acme.example", "administrator")
    assert invitation.invited_by == "sales@agency.example"


def test_a_bad_address_is_told_in_the_form(sales):
    page = act(sales, "customers_invite", CompanyFactory(), email="nonsense", role="reader")
    assert "valid email address" in page.content.decode()
    assert not Invitation.objects.exists()


def test_new_terms_are_published_and_begin_with_those_in_force(sales, support):
    add = reverse("termsofuse:add")
    sales.post(add, {"text": "Be fair."})
    assert "Be fair." in sales.get(add).content.decode()
    sales.post(add, {"text": "Be fairer."})
    refused = sales.post(add, {"text": "   "})

    assert is_refused(support.post(add, {"text": "Be mine."}))
    assert refused.status_code == 200
    assert list(TermsOfUse.objects.values_list("number", "text")) == [
        (2, "Be fairer."), (1, "Be fair."),
    ]  # fmt: skip


@pytest.fixture
def demo():
    """A demo that runs."""
    now = utc_now()
    company, product = CompanyFactory(), ProductFactory()
    ends_at = now + timedelta(days=5)
    SubscriptionFactory(company=company, product=product, kind=Kind.DEMO, active_to=ends_at)
    return DemoRequestFactory(
        state=Stage.ACTIVE, company=company, person=PersonFactory(company=company),
        proven_at=now, activated_at=now, ends_at=ends_at, message="Gas, please.",
    )  # fmt: skip


def test_a_demo_is_converted_with_products_seats_period_and_a_note(sales, demo):
    sold = ProductFactory()
    act(
        sales, "demorequest:convert", demo, products=[sold.pk], seats="3",
        active_to="2090-01-01", sold_by=sales.person.pk, note="900 a month",
    )  # fmt: skip

    paid = Subscription.objects.get(kind=Kind.PAID)
    assert (paid.company, paid.product, paid.seats) == (demo.company, sold, 3)
    assert (paid.note, paid.sold_by_id) == ("900 a month", sales.person.pk)
    assert paid.active_to == datetime(2090, 1, 1, tzinfo=UTC)
    demo.refresh_from_db()
    assert (demo.state, demo.decided_by) == (Stage.CONVERTED, "sales@agency.example")


def test_a_demo_is_extended_and_refused(sales, demo):
    ends_at = demo.ends_at
    act(sales, "demorequest:extend", demo, days="7")
    demo.refresh_from_db()
    assert demo.ends_at == ends_at + timedelta(days=7)

    act(sales, "demorequest:refuse", demo, why="A competitor.")
    demo.refresh_from_db()
    assert (demo.state, demo.refused_why) == (Stage.REFUSED, "A competitor.")


def test_what_the_state_does_not_allow_is_told_in_words(sales, demo):
    act(sales, "demorequest:refuse", demo, why="A competitor.")
    page = act(sales, "demorequest:refuse", demo, why="Again.").content.decode()
    assert "another stage" in page


@pytest.mark.parametrize("verb", ["extend", "convert", "refuse"])
def test_support_decides_on_no_demo(support, demo, verb):
    assert is_refused(support.get(reverse(f"demorequest:{verb}", args=[demo.pk])))
    assert is_refused(act(support, f"demorequest:{verb}", demo, days="7", why="No."))
    assert DemoRequest.objects.get().state == Stage.ACTIVE
    page = support.get(reverse("demorequest:inspect", args=[demo.pk])).content.decode()
    assert "Gas, please." in page
    assert f"/{verb}/" not in page


@pytest.mark.parametrize("verb", ["extend", "convert", "refuse"])
def test_an_empty_decision_is_no_decision(sales, demo, verb):
    assert act(sales, f"demorequest:{verb}", demo).status_code == 200
    assert DemoRequest.objects.get().state == Stage.ACTIVE
