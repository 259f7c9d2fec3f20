"""Sales extend, convert and refuse; time reminds and ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.customers import (
    PASSWORD,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
    demo_application,
    proof_of,
)
from wireroom.customers import queries, services, tasks
from wireroom.customers.models import AccessEvent, DemoRequest, OutgoingMail, Subscription

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ACTOR = "sales@agency.example"


@pytest.fixture
def product():
    return ProductFactory(name="Markets")


@pytest.fixture
def demo(now, product):
    """A running demo of two weeks."""
    return _opened(now, "grace@quay.example")


def _asked(now, email):
    application = demo_application(email=email)
    services.request_demo(application=application, now=now)
    return DemoRequest.objects.get(reference=application.form)


def _opened(now, email):
    request = _asked(now, email)
    services.open_demo(secret=proof_of(email), password=PASSWORD, now=now, address=None)
    request.refresh_from_db()
    return request


def reads(request, at):
    return queries.reader_of(request.person_id, at).may_read_at(at)


def newest_subject(to="grace@quay.example"):
    return OutgoingMail.objects.filter(to=to).latest("pk").subject


def extend(request, days, now):
    return services.extend_demo(request_id=request.pk, days=days, now=now, actor=ACTOR)


def convert(request, products, now, **over):
    return services.convert_demo(
        request_id=request.pk,
        product_ids=[product.pk for product in products],
        now=now,
        actor=ACTOR,
        **over,
    )


def refuse(request, now, why="We do not serve resellers"):
    return services.refuse_demo(request_id=request.pk, why=why, now=now, actor=ACTOR)


def test_a_running_demo_is_extended_from_its_end(now, demo):
    found = extend(demo, 7, now + DAY)
    assert found.ends_at == now + 21 * DAY
    assert reads(demo, now + 20 * DAY)
    assert not reads(demo, now + 21 * DAY)
    assert Subscription.objects.count() == 1
    assert newest_subject() == "Your demo of Wireroom goes on"
    assert AccessEvent.objects.get(what="demo:extended").actor == ACTOR


def test_a_demo_that_has_ended_goes_on_from_now_and_the_gap_stays_on_record(now, demo):
    later = now + 20 * DAY
    services.expire_demos(now=later)
    extend(demo, 2, later)
    assert reads(demo, later + DAY)
    assert not reads(demo, later + 2 * DAY)
    assert not reads(demo, now + 15 * DAY)
    assert Subscription.objects.count() == 2


@pytest.mark.parametrize("days", [0, -1, 366])
def test_no_demo_is_extended_by_nothing_or_for_years(now, demo, days):
    with pytest.raises(services.NotValid):
        extend(demo, days, now)
    demo.refresh_from_db()
    assert demo.ends_at == now + 14 * DAY


def test_a_demo_becomes_a_subscription_without_a_break(now, demo):
    seller, other = StaffFactory(), ProductFactory(name="World")
    later = now + DAY
    found = convert(demo, [other], later, seats=5, sold_by_id=seller.pk)
    assert (found.state, found.converted_at, found.decided_by) == ("converted", later, ACTOR)
    demos, paid = Subscription.objects.order_by("pk")
    assert demos.active_to == later
    assert (paid.kind, paid.product, paid.seats, paid.sold_by) == ("paid", other, 5, seller)
    assert (paid.active_from, paid.active_to, paid.channels) == (later, None, [])
    assert paid.company.manager == seller
    assert reads(demo, now + 365 * DAY)
    assert queries.trial_of(demo.person_id, later) is None
    assert newest_subject() == "Welcome to Wireroom"


def test_a_demo_that_has_ended_can_be_converted(now, demo, product):
    later = now + 15 * DAY
    services.expire_demos(now=later)
    assert convert(demo, [product], later, active_to=later + 365 * DAY).state == "converted"
    assert reads(demo, later)


def test_nothing_is_sold_without_a_product_or_for_no_seat(now, demo, product):
    with pytest.raises(services.NotValid):
        convert(demo, [], now)
    with pytest.raises(services.NotValid):
        convert(demo, [product], now, seats=0)
    demo.refresh_from_db()
    assert demo.state == "active"
    assert reads(demo, now)


def test_what_the_company_has_already_is_not_sold_twice(now, demo, product):
    SubscriptionFactory(company=demo.company, product=ProductFactory(name="Had"), active_from=now)
    had = Subscription.objects.latest("pk").product
    with pytest.raises(services.NotValid):
        convert(demo, [had], now)
    demo.refresh_from_db()
    assert demo.state == "active"


def test_a_refused_demo_ends_at_once_and_the_prospect_reads_why(now, demo):
    later = now + DAY
    refuse(demo, later)
    assert not reads(demo, later)
    letter = OutgoingMail.objects.latest("pk")
    assert letter.subject == "Your request to Wireroom"
    assert "We do not serve resellers" in letter.text


def test_a_refused_request_can_no_longer_be_proven(now, product):
    request = _asked(now, "grace@quay.example")
    refuse(request, now)
    with pytest.raises(services.ProofNotGood):
        services.open_demo(secret=proof_of(), password=PASSWORD, now=now, address=None)


def test_each_stage_allows_what_makes_sense(now, product):
    request = _asked(now, "grace@quay.example")
    with pytest.raises(services.DemoNotThere):
        extend(request, 7, now)
    with pytest.raises(services.DemoNotThere):
        convert(request, [product], now)
    refuse(request, now)
    with pytest.raises(services.DemoNotThere):
        refuse(request, now)
    with pytest.raises(services.NotFound):
        services.refuse_demo(request_id=10**9, why="", now=now, actor=ACTOR)


def test_the_end_is_announced_a_day_before_once_and_told_once(now, demo):
    end = now + 14 * DAY
    assert tasks.tend_customers(end - 2 * DAY) == 0
    assert tasks.tend_customers(end - DAY) == 1
    assert newest_subject() == "Your demo of Wireroom ends tomorrow"
    assert tasks.tend_customers(end - timedelta(hours=1)) == 0
    assert tasks.tend_customers(end) == 1
    assert newest_subject() == "Your demo of Wireroom has ended"
    assert tasks.tend_customers(end + DAY) == 0
    demo.refresh_from_db()
    assert demo.state == "expired"


def test_an_end_that_moved_is_announced_anew(now, demo):
    end = now + 14 * DAY
    assert services.remind_demos(now=end - DAY) == 1
    extend(demo, 7, end - DAY)
    assert services.remind_demos(now=end - DAY) == 0
    assert services.remind_demos(now=end + 6 * DAY) == 1


def test_a_converted_demo_neither_ends_nor_is_announced(now, demo, product):
    convert(demo, [product], now + DAY)
    end = now + 14 * DAY
    assert services.remind_demos(now=end - DAY) == services.expire_demos(now=end) == 0
    demo.refresh_from_db()
    assert demo.state == "converted"


def test_an_end_that_was_moved_past_this_desk_is_respected(now, demo):
    subscription = Subscription.objects.get()
    subscription.active_to = now + 30 * DAY
    subscription.save()
    assert services.expire_demos(now=now + 14 * DAY) == 0
    demo.refresh_from_db()
    assert (demo.state, demo.ends_at) == ("active", now + 30 * DAY)
    assert services.expire_demos(now=now + 30 * DAY) == 1


def test_the_funnel_counts_how_far_requests_have_come(now, product):
    month_ago = now - 30 * DAY
    _asked(month_ago, "a@one.example")
    converted = _opened(now, "b@two.example")
    convert(converted, [product], now + DAY)
    refuse(_asked(now, "c@three.example"), now)
    _asked(now, "b@two.example")  # known by now: answered, not refused
    services.open_demo(
        secret=_waits(now, "d@four.example"), password=PASSWORD,
        now=now + timedelta(hours=1), address=None,
    )  # fmt: skip
    funnel = queries.demo_funnel(now - 365 * DAY, now + DAY)
    assert (funnel.requested, funnel.proven, funnel.active) == (4, 2, 2)
    assert (funnel.converted, funnel.expired, funnel.refused) == (1, 0, 1)
    assert funnel.to_proof_s == 1800
    assert funnel.to_conversion_s == DAY.total_seconds()
    assert [tuple(month) for month in funnel.months] == [(2026, 10, 1, 0, 0), (2026, 11, 3, 2, 1)]
    nothing = queries.demo_funnel(now + DAY, now + 2 * DAY)
    assert (nothing.requested, nothing.to_proof_s, nothing.months) == (0, None, [])


def _waits(now, email):
    _asked(now, email)
    return proof_of(email)
