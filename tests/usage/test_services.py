"""Counting what customers read."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from wireroom.usage import queries, services
from wireroom.usage.buffer import MOST, Buffer, Key
from wireroom.usage.models import DailyCount, What
from wireroom.usage.writer import Writer

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _nothing_waits():
    services._buffer.take()
    yield
    services._buffer.take()


def note(now, what=What.STORY, person_id=7, company_id=3, channel="terminal"):
    services.note(what, person_id=person_id, company_id=company_id, channel=channel, now=now)


def kept():
    return sorted(
        DailyCount.objects.values_list("day", "company_id", "person_id", "what", "channel", "count")
    )


def test_counting_costs_no_query(db, now, django_assert_num_queries):
    with django_assert_num_queries(0):
        note(now)
    assert kept() == []


def test_what_was_counted_is_written_once(db, now):
    note(now)
    note(now)
    assert services.flush() == 1
    assert services.flush() == 0
    assert kept() == [(TODAY, 3, 7, "story", "terminal", 2)]


def test_later_counts_of_the_day_are_added(db, now):
    note(now)
    services.flush()
    note(now)
    note(now, what=What.SEARCH)
    services.flush()
    assert kept() == [
        (TODAY, 3, 7, "search", "terminal", 1),
        (TODAY, 3, 7, "story", "terminal", 2),
    ]


def test_days_people_companies_and_channels_are_counted_apart(db, now):
    note(now)
    note(now + timedelta(days=1))
    note(now, person_id=8)
    note(now, company_id=4)
    note(now, channel="stream")
    services.flush()
    assert [row[-1] for row in kept()] == [1] * 5


def test_a_machine_is_counted_for_its_company(db, now):
    note(now, what=What.STREAM, person_id=None, channel="stream")
    services.flush()
    assert kept() == [(TODAY, 3, 0, "stream", "stream", 1)]


def test_the_agency_s_own_people_are_not_counted(db, now):
    note(now, company_id=None)
    assert services.flush() == 0
    assert kept() == []


def test_what_cannot_be_written_waits(db, now, monkeypatch):
    note(now)
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.flush()
    assert services.flush() == 1
    assert kept() == [(TODAY, 3, 7, "story", "terminal", 1)]


def test_a_full_buffer_still_counts_what_it_knows():
    buffer = Buffer()
    for person in range(MOST):
        buffer.add(Key(1, TODAY, person, "story", "terminal"))
    buffer.add(Key(1, TODAY, MOST, "story", "terminal"))
    buffer.add(Key(1, TODAY, 0, "story", "terminal"))
    taken = buffer.take()
    assert len(taken) == MOST
    assert taken[Key(1, TODAY, 0, "story", "terminal")] == 2
    assert Key(1, TODAY, MOST, "story", "terminal") not in taken


def test_old_counts_are_deleted_and_others_stay(db, now, settings):
    settings.WIREROOM_USAGE_DAYS = 30
    for days in (31, 30, 0):
        note(now - timedelta(days=days))
    services.flush()
    assert services.prune(now) is False
    assert [row[0] for row in kept()] == [TODAY - timedelta(days=30), TODAY]


def test_much_that_is_old_is_deleted_in_turns(db, now, settings, monkeypatch):
    settings.WIREROOM_USAGE_DAYS = 30
    monkeypatch.setattr(services, "_AT_MOST", 2)
    for person in range(3):
        note(now - timedelta(days=31), person_id=person + 1)
    services.flush()
    assert services.prune(now) is True
    assert services.prune(now) is False
    assert kept() == []


def test_with_zero_seconds_nobody_writes_by_himself():
    written = []
    Writer(lambda: written.append(1) or 0).wake(0)
    assert written == []


def test_a_process_that_ends_writes_what_waits(tmp_path):
    program = """
        from datetime import datetime, UTC
        import django; django.setup()
        from django.db import connection
        from wireroom.usage import services
        from wireroom.usage.models import DailyCount, What
        with connection.schema_editor() as editor:
            editor.create_model(DailyCount)
        services.note(What.STORY, person_id=1, company_id=2, channel="terminal",
                      now=datetime(2026, 11, 24, tzinfo=UTC))
    """
    environment = {
        **{name: text for name, text in os.environ.items() if not name.startswith("WIREROOM_")},
        "DJANGO_SETTINGS_MODULE": "wireroom.config.settings",
        "WIREROOM_DATA_DIR": str(tmp_path),
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
    }

    def run(text):
        argv = [sys.executable, "-c", textwrap.dedent(text)]
        return subprocess.run(argv, env=environment, check=True, capture_output=True, text=True)

    run(program)
    found = run(
        "import django; django.setup()\n"
        "from wireroom.usage.models import DailyCount\n"
        "print(list(DailyCount.objects.values_list('company_id', 'person_id', 'count')))"
    )
    assert found.stdout.strip() == "[(2, 1, 1)]"


def test_a_company_s_numbers_are_its_own(db, now):
    note(now)
    note(now, what=What.SEARCH, person_id=8)
    note(now, company_id=4)
    note(now - timedelta(days=9))
    services.flush()
    first = TODAY - timedelta(days=8)
    assert queries.by_day(3, first, TODAY) == [(TODAY, "search", 1), (TODAY, "story", 1)]
    assert sorted(queries.by_person(3, first, TODAY)) == [(7, "story", 1), (8, "search", 1)]
    assert queries.rows(4, first, TODAY) == [(TODAY, 7, "story", "terminal", 1)]
    assert queries.rows(5, first, TODAY) == []
