"""A company with an administrator, a subscription, and a feed; and another company's feed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.customers import (
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    SubscriptionFactory,
)
from tests.factories.delivery import make_feed


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def company(db: None) -> Any:
    company = CompanyFactory(name="Bank of Example")
    product = ProductFactory(code="wire", name="The whole wire")
    SubscriptionFactory(company=company, product=product)
    return company


@pytest.fixture
def as_boss(company: Any) -> Client:
    return signed_in(PersonFactory(company=company, role="administrator"))


@pytest.fixture
def as_reader(company: Any) -> Client:
    return signed_in(PersonFactory(company=company))


@pytest.fixture
def webhook(company: Any) -> Any:
    return make_feed(
        company,
        name="Newsroom",
        destination="webhook",
        target={"url": "https://hooks.example.com/in"},
    )


@pytest.fixture
def fetched(company: Any) -> Any:
    return make_feed(company, name="Archive", destination="feed")


@pytest.fixture
def theirs(db: None) -> Any:
    return make_feed(name="Secret plans of others", destination="feed")
