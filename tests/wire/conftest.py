"""A wire of its own for tests that race and kill processes, on the database under test."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest


@dataclass(frozen=True)
class WireProcesses:
    """Starts programs of `tests.support.wire_process` against one fresh wire."""

    environment: dict[str, str]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start one and return at once."""
        command = [sys.executable, "-m", "tests.support.wire_process", *arguments]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)

    def run(self, *arguments: str) -> list[str]:
        """Run one to its end, which must be a good one, and give its lines."""
        process = self.start(*arguments)
        lines, _ = process.communicate(timeout=120)
        assert process.returncode == 0, lines
        return lines.splitlines()


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[WireProcesses]:
    """A fresh, migrated wire and the means to start processes on it."""
    url, drop = _fresh_database(tmp_path)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.support.wire_settings",
        "WIREROOM_DATA_DIR": str(tmp_path),
        "WIREROOM_DATABASE_URL": url,
    }
    found = WireProcesses(environment)
    found.run("migrate")
    yield found
    drop()


def _fresh_database(tmp_path: Path):
    server = os.environ.get("WIREROOM_DATABASE_URL", "")
    if not server.startswith("postgresql"):
        return f"sqlite:///{tmp_path}/wire.sqlite3", lambda: None
    name = f"wire_{secrets.token_hex(4)}"

    def execute(statement: str) -> None:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(statement)

    execute(f"CREATE DATABASE {name}")
    return server.rsplit("/", 1)[0] + f"/{name}", lambda: execute(f"DROP DATABASE {name} (FORCE)")
