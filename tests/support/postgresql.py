"""A PostgreSQL server of the tests' own: a fresh cluster on a free loopback port."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
_START_TIMEOUT_S = 30


class NotInstalledError(RuntimeError):
    """PostgreSQL's server programs are not on this machine: install the package `postgresql`."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    directory: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgresql://wireroom@127.0.0.1:{self.port}/postgres"

    def stop(self) -> None:
        """Stop it and remove its files."""
        self.process.terminate()
        self.process.wait(timeout=_START_TIMEOUT_S)
        shutil.rmtree(self.directory, ignore_errors=True)


def start() -> Server:
    """Start a server and stop it when this process ends.

    Raises:
        NotInstalledError: there is nothing to start.
    """
    programs = _programs()
    directory = Path(tempfile.mkdtemp(prefix="wireroom-postgresql-"))
    run_as = _unprivileged(directory)
    subprocess.run(
        [
            programs / "initdb",
            "-D",
            directory / "data",
            "-U",
            "wireroom",
            "-A",
            "trust",
            "-E",
            "UTF8",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        **run_as,
    )
    port = _free_port()
    process = subprocess.Popen(
        [
            programs / "postgres",
            *("-D", directory / "data", "-h", "127.0.0.1", "-p", str(port)),
            *("-k", directory, "-c", "max_connections=60"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=(directory / "log").open("wb"),
        **run_as,
    )
    server = Server(port, directory, process)
    atexit.register(server.stop)
    _wait_until_ready(programs, server)
    return server


def _programs() -> Path:
    if not _INSTALLED:
        raise NotInstalledError(NotInstalledError.__doc__)
    return _INSTALLED[-1]


def _unprivileged(directory: Path) -> dict[str, object]:
    """PostgreSQL refuses to run as root: use the user of its package then."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    os.chown(directory, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "cwd": directory}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(programs: Path, server: Server) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_S
    ask = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(server.port)]
    while subprocess.run(ask, check=False).returncode:
        if time.monotonic() > deadline or server.process.poll() is not None:
            raise RuntimeError((server.directory / "log").read_text())
        time.sleep(0.1)
