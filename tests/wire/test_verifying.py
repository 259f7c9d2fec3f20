"""The proof: whoever changes the past is found."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.factories.items import make_item, make_kill, release
from wireroom.wire import queries
from wireroom.wire.models import Cursor
from wireroom.wire.verifying import verify

pytestmark = pytest.mark.django_db


def tamper(statement: str, *values: object) -> None:
    """Change the log as an intruder with the database's password would: trigger off first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS wire_entries_cannot_change")
        else:
            cursor.execute("ALTER TABLE wire_logentry DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def log() -> None:
    """A log with a story in two versions, its kill, and another story."""
    story = make_item()
    for item in (story, make_item(guid=story.guid, version=2)):
        release(item)
    release(make_kill(queries.read_after(1)[0].item))
    release()


@pytest.mark.usefixtures("log")
def test_an_honest_log_has_no_faults() -> None:
    report = verify()
    assert (report.entries, report.faults) == (4, ())
    assert report.head_hash == queries.entry(4).hash


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE wire_logentry SET item = replace(item, 'Ships', 'Boats') WHERE seq = 2",
            "entry 2",
        ),
        (
            "UPDATE wire_logentry SET released_at = '2020-01-01 00:00:00+00' WHERE seq = 3",
            "entry 3",
        ),
        ("UPDATE wire_logentry SET version = 9 WHERE seq = 1", "columns"),
        ("DELETE FROM wire_logentry WHERE seq = 2", "entry 2 is missing"),
        ("UPDATE wire_logentry SET item = '{' WHERE seq = 4", "not a news item"),
    ],
)
@pytest.mark.usefixtures("log")
def test_a_changed_log_is_found_out(statement: str, said: str) -> None:
    tamper(statement)
    assert any(said in fault for fault in verify().faults)


@pytest.mark.usefixtures("log")
def test_a_log_cut_at_its_end_is_found_by_who_had_read_it() -> None:
    Cursor.objects.create(consumer="archive", epoch=queries.current_epoch(), seq=4)
    tamper("DELETE FROM wire_logentry WHERE seq = 4")
    assert "archive has read up to 4" in verify().faults[0]
