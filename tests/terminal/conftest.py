"""Who comes to the terminal in these tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories.customers import (
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
)

SignIn = Callable[..., Client]


def _client(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def subscriber(db: None) -> SignIn:
    """Sign in somebody whose company has a product, by default the whole wire in full."""

    def sign_in(**product: Any) -> Client:
        company = CompanyFactory()
        SubscriptionFactory(company=company, product=ProductFactory(**product))
        return _client(PersonFactory(company=company))

    return sign_in


@pytest.fixture
def stranger(db: None) -> Client:
    """Somebody who is signed in and has bought nothing."""
    return _client(PersonFactory())


@pytest.fixture
def staff(db: None) -> Client:
    """Somebody of the agency."""
    return _client(StaffFactory())
