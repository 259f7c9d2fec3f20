"""Receipts: written later, once each, and kept so long."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from wireroom.delivery.models import Receipt
from wireroom.delivery.services import receipts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_waits() -> Iterator[None]:
    receipts._waiting.take()
    yield
    receipts._waiting.take()


def note(now: datetime, *, guid: str = "urn:a", version: int = 1, **over: Any) -> None:
    facts = {"channel": "terminal", "company_id": 3, "person_id": 7, "now": now} | over
    receipts.note_received(stories=[(guid, version)], **facts)


def kept() -> list[tuple[Any, ...]]:
    return sorted(
        Receipt.objects.values_list(
            "guid", "version", "company_id", "person_id", "token_id", "channel"
        )
    )


def test_noting_costs_no_query(now: datetime, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        note(now)
    assert kept() == []


def test_what_was_noted_is_written_once_with_its_first_time(now: datetime) -> None:
    note(now)
    note(now + timedelta(hours=1))
    assert receipts.flush() == 1
    note(now + timedelta(hours=2))
    receipts.flush()
    assert receipts.flush() == 0
    assert kept() == [("urn:a", 1, 3, 7, 0, "terminal")]
    assert Receipt.objects.get().got_at == now


def test_versions_people_machines_and_channels_are_apart(now: datetime) -> None:
    note(now)
    note(now, version=2)
    note(now, person_id=8)
    note(now, channel="export")
    note(now, token_id=5)
    receipts.flush()
    assert len(kept()) == 5


def test_the_agency_s_own_people_and_nobody_leave_none(now: datetime) -> None:
    note(now, company_id=0)
    note(now, person_id=0)
    assert receipts.flush() == 0


def test_what_cannot_be_written_waits_on(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise OSError("the database is away")

    note(now)
    with monkeypatch.context() as broken:
        broken.setattr(Receipt.objects, "bulk_create", away)
        with pytest.raises(OSError, match="away"):
            receipts.flush()
    assert receipts.flush() == 1
    assert len(kept()) == 1


def test_a_full_buffer_keeps_what_it_has(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "_MOST", 2)
    for version in (1, 2, 3):
        note(now, version=version)
    receipts.flush()
    assert [row[1] for row in kept()] == [1, 2]


def test_old_receipts_go_and_others_stay(now: datetime, settings: Any) -> None:
    settings.WIREROOM_RECEIPTS_DAYS = 30
    note(now - timedelta(days=31), version=1)
    note(now - timedelta(days=29), version=2)
    receipts.flush()
    assert receipts.prune(now) is False
    assert [row[1] for row in kept()] == [2]


@pytest.mark.slow
def test_a_process_writes_what_waits_when_it_ends(tmp_path: Path) -> None:
    """In a process and a database of their own: the writer is a thread of the process."""
    script = """
        from django.core.management import call_command
        import django
        django.setup()
        call_command("migrate", verbosity=0)
        from wireroom.delivery.services.receipts import note_received
        from wireroom.kernel.clock import utc_now
        note_received(stories=[("urn:a", 1)], channel="terminal", company_id=3, person_id=7,
                      now=utc_now())
    """
    count = "import django; django.setup(); from wireroom.delivery.models import Receipt; "
    count += "print(Receipt.objects.count())"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "wireroom.config.settings",
        "WIREROOM_DATA_DIR": str(tmp_path),
        "WIREROOM_DATABASE_URL": f"sqlite:///{tmp_path}/wireroom.sqlite3",
    }
    for code in (textwrap.dedent(script), count):
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, check=True
        )
    assert done.stdout.split() == [b"1"]
