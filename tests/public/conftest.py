"""A site with a wire behind it: headlines of everything, press releases and interviews in full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from wireroom.customers import services as customers
from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import short
from wireroom.kernel.newsitem import NewsItem
from wireroom.wire import services
from wireroom.wire.entries import Entry

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PRESS, INTERVIEW = "genre:Press_Release", "genre:Interview"

Release = Callable[..., Entry]


@pytest.fixture
def release(db: None) -> Release:
    """Put items on the wire, just now or `ago`; give the entry of the last."""

    def put(*items: NewsItem, ago: timedelta = timedelta()) -> Entry:
        for item in items:
            with transaction.atomic():
                entry = services.append(item, now=utc_now() - ago)
        return entry

    return put


@pytest.fixture
def headlines_for_all(db: None) -> None:
    """Let the public read every headline."""
    _offer("headlines", "headline", [])


@pytest.fixture
def press_for_all(db: None) -> None:
    """Let the public read press releases and interviews in full."""
    _offer("press", "full", [PRESS, INTERVIEW])


@pytest.fixture
def site(headlines_for_all: None, press_for_all: None) -> Client:
    """A reader of a site that shows all headlines and some texts."""
    return Client()


def _offer(code: str, level: str, genres: list[str]) -> None:
    customers.create_product(
        code=code, name=code, public=True, level=level, genres=genres, now=LONG_AGO, actor=None
    )


def address(guid: str) -> str:
    """Give the address of a story."""
    return f"/story/{short(guid)}/"
