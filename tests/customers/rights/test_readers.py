"""Readers by channel: what subscriptions narrow, tokens open, and samples give."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.customers import (
    START,
    AccessTokenFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
)
from wireroom.customers import queries, services
from wireroom.customers.models import Product, Subscription, Terms
from wireroom.customers.policy import AT_ONCE, Channel, Level, Reader

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SAMPLE = "urn:uuid:00000000-0000-4000-8000-000000000001"


def holder(**over):
    subscription = SubscriptionFactory(**over)
    return PersonFactory(company=subscription.company)


def only(reader: Reader):
    (grant,) = reader.grants
    return grant


@pytest.mark.parametrize(
    ("of_product", "of_subscription", "minutes"),
    [(0, 0, 0), (15, 0, 15), (15, 60, 60), (60, 15, 60)],
)
def test_the_greater_delay_counts(now, of_product, of_subscription, minutes) -> None:
    person = holder(product__delay_minutes=of_product, delay_minutes=of_subscription)
    assert only(queries.reader_of(person.pk, now)).delay == minutes * MINUTE


@pytest.mark.parametrize(
    ("days", "depth"), [(None, None), (30, 30 * DAY), (36_500, None), (2_000_000_000, None)]
)
def test_the_archive_is_as_deep_as_the_product_says(now, days, depth) -> None:
    person = holder(product__archive_days=days)
    assert only(queries.reader_of(person.pk, now)).archive == depth


def test_a_delay_beyond_all_measure_gives_nothing_and_breaks_nothing(now) -> None:
    person = holder(product__delay_minutes=2_000_000_000)
    assert only(queries.reader_of(person.pk, now)).delay == 36_500 * DAY


@pytest.mark.parametrize(
    ("of_product", "of_subscription", "good_on"),
    [
        ([], [], [*Channel]),
        (["api"], [], ["api"]),
        ([], ["api", "feed"], ["api", "feed"]),
        (["api", "terminal"], ["api", "feed"], ["api"]),
        (["terminal"], ["api"], []),
    ],
)
def test_channels_are_those_that_product_and_subscription_both_name(
    now, of_product, of_subscription, good_on
) -> None:
    person = holder(product__channels=of_product, channels=of_subscription)
    for channel in Channel:
        reader = queries.reader_of(person.pk, now, channel)
        assert reader.may_read_at(now) == (channel in good_on), channel


def test_a_stored_name_that_is_no_channel_opens_nothing(now) -> None:
    person = holder()
    Terms.objects.update(channels=["carrier pigeon"])
    assert queries.reader_of(person.pk, now).grants == ()
    Terms.objects.update(channels=["carrier pigeon", "api"])
    assert queries.reader_of(person.pk, now).grants == ()
    assert queries.reader_of(person.pk, now, Channel.API).grants


def test_whoever_asks_of_no_channel_gets_every_grant_with_its_channels(now) -> None:
    person = holder(channels=["api"])
    assert queries.reader_of(person.pk, now).grants == ()
    assert only(queries.reader_of(person.pk, now, None)).channels == {Channel.API}


def test_the_public_is_added_only_where_something_bought_is_good(now) -> None:
    ProductFactory(code="free", public=True)
    person = holder(channels=["api"])
    assert queries.reader_of(person.pk, now).grants == ()
    products = {grant.product for grant in queries.reader_of(person.pk, now, Channel.API).grants}
    assert "free" in products


@pytest.mark.parametrize(
    ("scopes", "opens"),
    [
        ([], [channel for channel in Channel if channel is not Channel.TERMINAL]),
        (["stream"], [Channel.STREAM]),
        (["feed", "terminal"], [Channel.FEED, Channel.TERMINAL]),
    ],
)
def test_a_token_opens_its_scopes_and_no_more(now, scopes, opens) -> None:
    AccessTokenFactory(company=SubscriptionFactory().company, secret="wr_x", scopes=scopes)
    for channel in Channel:
        found = queries.reader_for_token("wr_x", now, channel)
        assert found.reader.may_read_at(now) == (channel in opens), channel


def test_a_token_of_the_agency_is_narrowed_too(now) -> None:
    AccessTokenFactory(company=None, person=StaffFactory(), secret="wr_x", scopes=["api"])
    assert queries.reader_for_token("wr_x", now, Channel.API).reader.grants
    assert queries.reader_for_token("wr_x", now, Channel.STREAM).reader.grants == ()


def test_a_token_reads_what_its_company_bought_for_the_channel(now) -> None:
    company = SubscriptionFactory(channels=["terminal"]).company
    AccessTokenFactory(company=company, secret="wr_x")
    assert queries.reader_for_token("wr_x", now, Channel.API).reader.grants == ()
    SubscriptionFactory(company=company, product__code="for-machines", channels=["api"])
    assert only(queries.reader_for_token("wr_x", now, Channel.API).reader).product == "for-machines"


def test_samples_are_for_everybody_in_full_and_at_once(now) -> None:
    ProductFactory(
        code="premium", samples=[SAMPLE], level="headline", delay_minutes=60, archive_days=2
    )
    (grant,) = queries.public_reader(now).grants
    assert (grant.product, grant.level, grant.delay, grant.archive) == (
        "premium", Level.FULL, AT_ONCE, None,
    )  # fmt: skip
    assert (grant.stories, grant.active_from) == ({SAMPLE}, START)
    assert grant in queries.reader_of(holder().pk, now).grants
    assert grant not in queries.reader_of(PersonFactory().pk, now).grants


@pytest.mark.parametrize("over", [{"listed": False}, {"active": False}, {"samples": []}])
def test_what_is_not_on_offer_has_no_samples(now, over) -> None:
    ProductFactory(**{"samples": [SAMPLE]} | over)
    assert queries.public_reader(now).grants == ()


def test_a_public_product_with_samples_is_both(now) -> None:
    product = ProductFactory(public=True, samples=[SAMPLE])
    assert len(queries.public_reader(now).grants) == 2
    services.change_product(product_id=product.pk, description="new", now=now, actor=None)
    services.change_product(product_id=product.pk, level="headline", now=now, actor=None)
    samples = [grant for grant in queries.public_reader(now).grants if grant.stories]
    assert len(samples) == 1


def test_samples_only_gives_the_samples_of_the_product(now) -> None:
    product = ProductFactory(samples=[SAMPLE], listed=False, topics=["medtop:1"], level="headline")
    person = holder(product=product, sample_only=True, delay_minutes=60)
    grant = only(queries.reader_of(person.pk, now))
    assert (grant.level, grant.stories, grant.topics) == (Level.FULL, {SAMPLE}, frozenset())
    assert grant.delay == AT_ONCE


def test_samples_only_of_a_product_without_samples_gives_nothing(now) -> None:
    assert queries.reader_of(holder(sample_only=True).pk, now).grants == ()


def test_holding_samples_of_a_product_is_not_holding_it(now) -> None:
    ProductFactory(code="premium", samples=[SAMPLE], query="gas")
    person = holder(product__code="own")
    assert queries.products_of(queries.reader_of(person.pk, now), now).keys() == {"own"}


def test_todays_delay_depth_and_channels_hold_for_a_subscription_that_runs(now) -> None:
    person = holder(active_from=now - 9 * DAY)
    product = Product.objects.get()
    changes = {"delay_minutes": 15, "archive_days": 7, "channels": ["terminal"]}
    services.change_product(product_id=product.pk, now=now - DAY, actor=None, **changes)
    old, new = sorted(
        queries.reader_of(person.pk, now).grants, key=lambda grant: grant.active_to is None
    )
    assert (new.delay, new.archive) == (15 * MINUTE, 7 * DAY)
    assert (new.active_from, new.active_to) == (now - 9 * DAY, None)
    assert (old.delay, old.archive, old.active_to) == (AT_ONCE, None, now - DAY)
    assert [grant.delay for grant in queries.reader_of(person.pk, now, Channel.API).grants] == [
        AT_ONCE
    ]


@pytest.mark.parametrize(
    "changes",
    [{"channels": ["api"]}, {"delay_minutes": 15}, {"sample_only": True}],
)
def test_narrowing_a_subscription_moves_the_generation_of_rights(now, changes) -> None:
    holder()
    subscription = Subscription.objects.get()
    before = queries.rights_generation()
    services.change_subscription(subscription_id=subscription.pk, now=now, actor=None, **changes)
    assert queries.rights_generation() > before


def test_choosing_samples_moves_the_generation_of_rights(now) -> None:
    product = ProductFactory()
    before = queries.rights_generation()
    services.change_product(product_id=product.pk, samples=[SAMPLE], now=now, actor=None)
    assert queries.rights_generation() > before


def test_readers_of_many_take_three_queries_whatever_they_hold(
    now, django_assert_num_queries
) -> None:
    ProductFactory(public=True, samples=[SAMPLE])
    people = [holder(channels=["terminal"], delay_minutes=number).pk for number in range(5)]
    with django_assert_num_queries(3):
        found = queries.readers_of_people(people, now)
    assert len({reader.grants for reader in found.values()}) == 5
