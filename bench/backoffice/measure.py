"""One run on one database: a worker in a new directory."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.backoffice.plan import Plan
from bench.common import ready
from bench.release.databases import Database

_ROOT = Path(__file__).resolve().parents[2]


def run(
    use: Callable[[Path], AbstractContextManager[Database]], plan: Plan, where: Path
) -> tuple[str, dict[str, Any]]:
    """Make the customers once and measure every screen; give the database's name and the figures.

    Raises:
        SystemExit: the worker failed; it has said why.
    """
    numbers = (plan.companies, plan.repetitions, plan.peer_repetitions)
    command = ready.command("bench.backoffice.worker", *numbers)
    with TemporaryDirectory(prefix="bench-backoffice-", dir=where) as name:
        directory = Path(name)
        with use(directory) as database:
            own = {
                "PYTHONPATH": f"{_ROOT}:{_ROOT / 'src'}",
                "WIREROOM_DATA_DIR": name,
                "WIREROOM_DATABASE_URL": database.url,
                "WIREROOM_STAFF_MFA": "0",
            }
            done = subprocess.run(
                command, stdout=subprocess.PIPE, text=True, check=False, env={**os.environ, **own}
            )
            if done.returncode:
                raise SystemExit(f"The screens on {database.name} could not be measured.")
            return database.name, json.loads(done.stdout)
