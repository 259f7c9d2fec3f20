"""Connections that would lose acknowledged releases are refused."""

from __future__ import annotations

import sqlite3 as standard_library
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from tests.factories.items import release
from wireroom.wire import closing
from wireroom.wire.sqlite import library

only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite")
only_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="about PostgreSQL")


def connect(tmp_path, **options):
    """Open a connection with other options than ours."""
    settings = connection.settings_dict | {
        "NAME": str(tmp_path / "other.sqlite3"),
        "OPTIONS": options,
    }
    return load_backend("wireroom.wire.sqlite").DatabaseWrapper(settings)


@only_sqlite
def test_our_connections_are_durable(db) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.transaction_mode == "IMMEDIATE"


@only_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("pragma", ["synchronous=NORMAL", "synchronous=OFF", "journal_mode=DELETE"])
def test_a_connection_that_would_lose_releases_is_refused(tmp_path, pragma) -> None:
    with pytest.raises(ImproperlyConfigured, match="power cut"):
        connect(tmp_path, init_command=f"PRAGMA {pragma}").connect()
    connect(tmp_path).connect()


def test_an_unsafe_sqlite_library_without_a_better_one_is_refused() -> None:
    with (
        patch.object(standard_library, "sqlite_version_info", (3, 40, 1)),
        patch.dict("sys.modules", {"pysqlite3": None}),
        pytest.raises(ImproperlyConfigured, match=r"needs 3\.51\.3 or newer"),
    ):
        library.choose()


@only_sqlite
def test_the_library_in_use_is_safe() -> None:
    assert import_module("sqlite3").sqlite_version_info >= library.OLDEST_SAFE


@only_postgresql
def test_postgresql_without_synchronous_commits_is_refused(db) -> None:
    options = {"options": "-c synchronous_commit=off"}
    settings = connection.settings_dict | {"OPTIONS": options}
    with pytest.raises(ImproperlyConfigured, match="lose acknowledged"):
        load_backend("wireroom.wire.postgresql").DatabaseWrapper(settings).connect()


@pytest.mark.django_db(transaction=True)
def test_after_a_commit_of_unknown_outcome_the_wire_is_closed_until_reopened() -> None:
    with (
        patch.object(
            BaseDatabaseWrapper, "_commit", side_effect=OperationalError("disk I/O error")
        ),
        pytest.raises(closing.OutcomeUnknown),
    ):
        release()
    with pytest.raises(closing.WireClosed):
        release()
    closing.reopen()
    release()


@pytest.mark.django_db(transaction=True)
def test_a_disk_that_does_not_even_take_the_marker_closes_the_wire_all_the_same() -> None:
    failed = OperationalError("disk I/O error")
    with (
        patch.object(BaseDatabaseWrapper, "_commit", side_effect=failed),
        patch.object(Path, "write_text", side_effect=OSError(5, "Input/output error")),
        pytest.raises(closing.OutcomeUnknown),
    ):
        release()
    with pytest.raises(closing.WireClosed):
        release()
    closing.reopen()
    release()


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_refused_loudly_and_closes_nothing() -> None:
    full = OperationalError("database or disk is full")
    with (
        patch.object(BaseDatabaseWrapper, "_commit", side_effect=full),
        pytest.raises(OperationalError, match="full"),
    ):
        release()
    assert not closing.is_closed()
    release()
