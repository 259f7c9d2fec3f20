"""Who comes to the terminal in these tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
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
from tests.factories.items import release
from wireroom.archive.indexer import Indexer
from wireroom.kernel.newsitem import NewsItem
from wireroom.wire.entries import Entry

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


@pytest.fixture
def indexer(db: None, settings: Any, tmp_path: Path) -> Iterator[Indexer]:
    """The writer of a search index of this test's own."""
    settings.WIREROOM_DATA_DIR = tmp_path
    made = Indexer()
    yield made
    made.close()


@pytest.fixture
def on_wire(indexer: Indexer) -> Callable[..., Entry]:
    """Release a story and wait until it is searchable."""

    def put(item: NewsItem | None = None, **over: Any) -> Entry:
        entry = release(item, **over)
        while indexer.run_once():
            pass
        return entry

    return put
