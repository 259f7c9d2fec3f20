"""Readers with topics, colleagues of theirs, and a matcher that has taken in what was released."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from msgspec import Struct

from tests.factories.customers import (
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    SubscriptionFactory,
)
from wireroom.kernel.clock import utc_now
from wireroom.matching import services
from wireroom.matching.consumer import MatchingConsumer
from wireroom.wire.consumers import run_once


class Customer(Struct, frozen=True):
    """A person, and the browser they are signed in with."""

    person: Any
    client: Client

    @property
    def id(self) -> int:
        """The person's number."""
        return int(self.person.pk)

    def topic(self, query: str, *, shared: bool = False, **rule: Any) -> int:
        """Make a topic; name what of its rule should be otherwise."""
        who = {"person_id": self.id, "now": utc_now()}
        pk = services.save_topic(name=query, query=query, **who)
        if shared:
            services.share_topic(topic_id=pk, shared=True, **who)
        if rule:
            services.set_rule(topic_id=pk, **who, **rule)
        return pk


Hire = Callable[..., Customer]


@pytest.fixture
def hire(db: None) -> Hire:
    """Sign in somebody of a company (by default a new one with the whole wire in full)."""

    def hire_(company: Any = None, **product: Any) -> Customer:
        if company is None:
            company = CompanyFactory()
            SubscriptionFactory(company=company, product=ProductFactory(**product))
        person = PersonFactory(company=company)
        client = Client()
        client.force_login(person)
        return Customer(person, client)

    return hire_


@pytest.fixture
def trader(hire: Hire) -> Customer:
    """Somebody who reads everything."""
    return hire()


@pytest.fixture
def match(db: None) -> Callable[[], None]:
    """Let the matcher take in what has been released."""
    consumer = MatchingConsumer()

    def match_() -> None:
        while run_once(consumer):
            pass

    return match_
