"""A wire with a story in every state, and the browsers of those who read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.access.leaks import Told, fill_wire, people, sell
from wireroom.archive.indexer import Indexer
from wireroom.kernel.clock import utc_now


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Give the present, and let it stand still for pages: two answers are of the same minute."""
    now = utc_now()
    for views in ("wireroom.terminal.access", "wireroom.public.pages"):
        monkeypatch.setattr(f"{views}.utc_now", lambda: now)
    return now


@pytest.fixture
def stories(db: None, settings: Any, tmp_path: Path, now: datetime) -> Iterator[dict[str, Told]]:
    """Put them on the wire and into the index."""
    settings.WIREROOM_DATA_DIR = tmp_path
    indexer = Indexer()
    found = fill_wire(now)
    while indexer.run_once():
        pass
    yield found
    indexer.close()


@pytest.fixture
def clients(stories: dict[str, Told], now: datetime) -> dict[str, Client]:
    """Sign everybody in."""
    found = {"anonymous": Client()}
    for name, person in people(sell(now)).items():
        found[name] = Client()
        found[name].force_login(person)
    return found
