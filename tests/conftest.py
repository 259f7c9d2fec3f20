"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from tests.support import templates

_SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: workers that share the files then end together.

    Files with tests that commit come last: these empty the database of what migrations filled in.
    """
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    size = Counter(item.path for item in items)
    committing = {item.path for item in items if _commits(item)}
    items.sort(key=lambda item: (item.path in committing, -slow[item.path], -size[item.path]))


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return "transactional_db" in fixtures or bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture
def now() -> datetime:
    """Some moment; rules are given it and never read a clock."""
    return datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of standards and corpora; fails when it is broken, skips when there is none."""
    named = os.environ.get("WIREROOM_SHARED_DATA")
    folder = Path(named) if named else _SHARED
    if (folder / "corpora").is_dir():
        return folder
    if named:
        pytest.fail(f"WIREROOM_SHARED_DATA={named} has no folder 'corpora'.")
    pytest.skip("No shared data here: set WIREROOM_SHARED_DATA to run the tests on real news.")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Put a migrated database where the one under test is to be: migrating takes seconds."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "wireroom.wire.sqlite":
        template = templates.migrated(tmp_path_factory) / "wireroom.sqlite3"
        shutil.copy(template, database["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Take the database as it lies there; PostgreSQL's is always made anew."""
    return settings.DATABASES["default"]["ENGINE"] == "wireroom.wire.sqlite"
