"""What takes seconds to make is made once in a run, by whichever worker wants it first."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

_MAKE_WITHIN_S = 120


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], str]) -> Path:
    """Give the folder that `make` fills; nobody may write in it. `told` gives what `make` gave."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # every worker has a folder of its own in that of the run
    folder = root / f"template-{name}"
    with (root / f"template-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _note(folder).exists():
            _note(folder).write_text(make(folder))
    return folder


def told(template: Path) -> str:
    """Give what the making of a template put out."""
    return _note(template).read_text()


def _note(template: Path) -> Path:
    return template.with_suffix(".told")


def migrated(factory: pytest.TempPathFactory) -> Path:
    """Give a data directory with a database (SQLite) that is migrated and empty."""
    return once(factory, "migrated", lambda folder: wireroom(folder, "manage", "migrate", "-v0"))


def house(factory: pytest.TempPathFactory) -> Path:
    """Give a data directory after `init`."""

    def make(folder: Path) -> str:
        copy(migrated(factory), folder)
        return wireroom(folder, "init")

    return once(factory, "house", make)


def demo_house(factory: pytest.TempPathFactory) -> Path:
    """Give a data directory after `init --demo`, which made it from nothing, as people do."""
    return once(factory, "demo-house", lambda folder: wireroom(folder, "init", "--demo"))


def wireroom(data_dir: Path, *argv: str) -> str:
    """Run a command of ours on a data directory, told nothing else, and give what it put out."""
    environment = {name: text for name, text in os.environ.items() if "WIREROOM" not in name}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "wireroom.config.cli", *argv],
        env=environment | {"WIREROOM_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        timeout=_MAKE_WITHIN_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def copy(template: Path, target: Path) -> None:
    """Copy a data directory, rights and times included."""
    subprocess.run(["cp", "-a", template, target], check=True)
