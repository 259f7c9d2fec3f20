"""A house at noon, and a company that holds the wire."""

from __future__ import annotations

import pytest

from tests.factories.customers import CompanyFactory, ProductFactory, SubscriptionFactory
from tests.support.feeds import House
from wireroom.customers.models import Company


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house with a clock of its own."""
    found = House()
    monkeypatch.setattr("wireroom.delivery.numbering.utc_now", lambda: found.now)
    return found


@pytest.fixture
def company(db: None) -> Company:
    """A company that holds the whole wire by every channel."""
    found: Company = CompanyFactory()
    SubscriptionFactory(company=found, product=ProductFactory(code="wire"))
    return found
