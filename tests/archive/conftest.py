"""A wire to read from, a minute a release."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from wireroom.archive.indexer import Indexer
from wireroom.kernel.newsitem import NewsItem
from wireroom.wire import queries, services
from wireroom.wire.entries import Entry

START = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
NOW = START + timedelta(days=1)

Release = Callable[..., Entry]


@pytest.fixture
def release(db: None) -> Release:
    """Put items on the wire, one after the other; give the entry of the last."""

    def put(*items: NewsItem) -> Entry:
        for item in items:
            now = START + timedelta(minutes=queries.head())
            with transaction.atomic():
                entry = services.append(item, now=now)
        return entry

    return put


@pytest.fixture
def indexer(db: None, settings, tmp_path) -> Iterator[Indexer]:
    """The writer of an index of this test's own."""
    settings.WIREROOM_DATA_DIR = tmp_path
    made = Indexer()
    yield made
    made.close()
