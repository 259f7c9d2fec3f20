"""Readers with topics, and what they have been told, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.factories.customers import (
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    SubscriptionFactory,
)
from wireroom.customers.models import Company, Subscription
from wireroom.kernel.clock import utc_now
from wireroom.matching import queries, services
from wireroom.matching.models import Alert
from wireroom.wire.consumers import Consumer, run_once


def make_reader(company: Any = None, **product: Any) -> int:
    """Make somebody of a company that has bought a product, by default the whole wire in full."""
    if company is None:
        company = CompanyFactory()
        SubscriptionFactory(company=company, product=ProductFactory(**product))
    return PersonFactory(company=company).pk


def company_of(person_id: int) -> Any:
    """Give a person's company."""
    return Company.objects.get(people=person_id)


def subscription_of(person_id: int) -> Any:
    """Give the one subscription of a person's company."""
    return Subscription.objects.get(company__people=person_id)


def make_topic(
    person_id: int, query: str = "harbour", now: datetime | None = None, **rule: Any
) -> int:
    """Make a topic; name what its owner wants to hear besides the screen."""
    now = now or utc_now()
    topic = services.save_topic(person_id=person_id, name=query[:80] or "all", query=query, now=now)
    if rule:
        services.set_rule(person_id=person_id, topic_id=topic, now=now, **rule)
    return topic


def topic_row(person_id: int, topic_id: int, now: datetime) -> queries.TopicRow:
    """Give a topic as a person sees it."""
    return next(row for row in queries.topics_of(person_id, now) if row.id == topic_id)


def catch_up(consumer: Consumer, limit: int = 200) -> None:
    """Let a consumer take in everything."""
    while run_once(consumer, limit):
        pass


def told(person_id: int | None = None) -> list[tuple[Any, ...]]:
    """Give (version, channel, kind, state) of every alert, or of a person's, in order."""
    rows = Alert.objects.order_by("seq", "person_id", "channel")
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    return list(rows.values_list("version", "channel", "kind", "state"))
