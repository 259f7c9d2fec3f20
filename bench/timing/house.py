"""The house that is measured: its web server on one core, and what is known of its content."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.common import machine, process, ready

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class House:
    """Where it answers, who is known there, and which stories one reader may not see."""

    port: int
    people: dict[str, list[str]]
    hidden: list[str]
    missing: list[str]
    session: str


@contextmanager
def running(directory: Path, people: int, stories: int) -> Iterator[House]:
    """Build a house in `directory`, serve it, and stop it.

    Our own address is a trusted proxy there: each request can come from another client, so that
    no limit on tries is met.
    """
    port = process.free_port()
    env = {
        **os.environ,
        "PYTHONPATH": f"{_ROOT}:{_ROOT / 'src'}",
        "WIREROOM_DATA_DIR": str(directory),
        "WIREROOM_TRUSTED_PROXIES": "127.0.0.1",
        "WIREROOM_WEB_PORT": str(port),
    }
    furnish = ready.command("bench.timing.furnish", people, stories)
    told = subprocess.run(furnish, env=env, check=True, stdout=subprocess.PIPE, text=True)
    content = json.loads(told.stdout.splitlines()[-1])
    web = [sys.executable, "-m", "wireroom.config.cli", "web", "--threads", "1"]
    output = directory / "web.log"
    server = process.start(web, core=machine.server_core(), env=env, output=output)
    try:
        process.wait_until_listening(port, server, 60)
        stories_ = content["stories"]
        yield House(
            port, content["people"], stories_["hidden"], stories_["missing"], stories_["session"]
        )
    finally:
        process.stop(server)
