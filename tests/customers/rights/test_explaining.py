"""“Why can they (not) read this?”, channel by channel and grant by grant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec import Struct

from tests.factories.customers import (
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
)
from wireroom.customers import queries
from wireroom.customers.policy import Channel, Level, Reason, judge
from wireroom.kernel.newsitem import NewsItem

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
RELEASED_AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
NOW = RELEASED_AT + 5 * MINUTE


class Released(Struct, frozen=True):
    """A version and when it was released."""

    item: NewsItem
    released_at: datetime = RELEASED_AT


STORY = [Released(NewsItem(guid="g", version=1, language="en", headline="h"))]


def explained(person, now=NOW):
    return {each.channel: each for each in queries.explain_for_person(person.pk, STORY, now)}


def test_every_channel_is_explained_as_it_is_judged() -> None:
    company = CompanyFactory()
    ProductFactory(code="free", public=True, level="headline")
    SubscriptionFactory(company=company, product__code="api", channels=["api", "terminal"])
    SubscriptionFactory(company=company, product__code="late", delay_minutes=15)
    SubscriptionFactory(company=company, product__code="sport", product__topics=["medtop:15000000"])
    person = PersonFactory(company=company)
    found = explained(person)
    assert [*found] == [*Channel]
    for channel, each in found.items():
        reader = queries.reader_of(person.pk, NOW, channel)
        assert each.verdict.level == judge(reader, STORY, NOW).level, channel
    by_product = {each.grant.product: each for each in found[Channel.FEED].grants}
    assert {code: each.reason for code, each in by_product.items()} == {
        "api": Reason.OTHER_CHANNEL,
        "free": Reason.GRANTED,
        "late": Reason.DELAYED,
        "sport": Reason.OUTSIDE_PRODUCTS,
    }
    assert by_product["late"].readable_at == RELEASED_AT + 15 * MINUTE
    assert by_product["sport"].readable_at is None
    assert found[Channel.API].verdict.level is Level.FULL
    assert found[Channel.FEED].verdict.level is Level.HEADLINE


def test_a_channel_that_was_not_sold_is_the_reason() -> None:
    ProductFactory(public=True)
    subscription = SubscriptionFactory(product__channels=["api"])
    found = explained(PersonFactory(company=subscription.company))
    assert found[Channel.TERMINAL].verdict.reason is Reason.OTHER_CHANNEL
    assert found[Channel.TERMINAL].verdict.level is Level.NONE
    assert found[Channel.API].verdict.level is Level.FULL


@pytest.mark.parametrize("kind", ["inactive", "of nobody", "of a closed company", "unknown"])
def test_who_may_not_read_holds_nothing(kind: str) -> None:
    subscription = SubscriptionFactory(company__active=kind != "of a closed company")
    person = PersonFactory(
        company=None if kind == "of nobody" else subscription.company, is_active=kind != "inactive"
    )
    if kind == "unknown":
        person.pk += 1000
    for each in explained(person).values():
        assert (each.verdict.level, each.verdict.reason) == (Level.NONE, Reason.NO_ACTIVE_GRANT)
        assert each.grants == ()


def test_the_agency_reads_everything_and_is_told_why() -> None:
    each = explained(StaffFactory())[Channel.TERMINAL]
    assert (each.verdict.level, each.verdict.product) == (Level.FULL, "staff")


def test_explaining_takes_three_queries(django_assert_num_queries) -> None:
    person = PersonFactory(company=SubscriptionFactory().company)
    with django_assert_num_queries(3):
        explained(person)
