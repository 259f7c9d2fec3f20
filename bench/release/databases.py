"""The databases that releases are measured on."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.common import process

_UNPRIVILEGED = ("postgres", "nobody")
_ROLE = "bench"

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@dataclass(frozen=True)
class Database:
    """A database and where its syncs can be counted."""

    name: str
    url: str
    sync_log: Path | None = None
    """What strace writes, when the database is a server of its own and is being counted."""


@contextlib.contextmanager
def sqlite(directory: Path, *, counted: bool = False) -> Iterator[Database]:
    """Use a file in `directory`; the worker syncs it itself: nothing to count here."""
    del counted
    yield Database(SQLITE, f"sqlite:///{directory / 'wireroom.sqlite3'}")


@contextlib.contextmanager
def postgresql(directory: Path, *, counted: bool = False) -> Iterator[Database]:
    """Start a server in `directory` on a free loopback port, with its default durability."""
    data, user = directory / "postgresql", _unprivileged()
    if not data.exists():
        _make_cluster(directory, data, user)
    port, log = process.free_port(), directory / "syncs-postgresql.log"
    command = [str(_programs() / "postgres"), "-D", str(data), "-p", str(port)]
    command += ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    server = process.start(
        traced(command, log, user) if counted else command,
        core=None,
        output=directory / "postgresql.log",
        user=None if counted else user,
    )
    try:
        process.wait_until_listening(port, server)
        password = _password_file(directory).read_text()
        url = f"postgresql://{_ROLE}:{password}@127.0.0.1:{port}/postgres"
        yield Database(POSTGRESQL, url, log if counted else None)
    finally:
        process.stop(server)


def traced(command: list[str], log: Path, user: str | None = None) -> list[str]:
    """Write each sync of `command`, run as `user`, and of its children as a line into `log`."""
    strace = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-o", str(log)]
    return [*strace, *(["-u", user] if user else []), *command]


def can_count() -> bool:
    """Whether strace is here."""
    return shutil.which("strace") is not None


def has_postgresql() -> bool:
    """Whether the server programs are here."""
    return _programs().joinpath("initdb").exists()


def _programs() -> Path:
    """Find the newest PostgreSQL server programs; Debian keeps them off the path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    return versions[-1] if versions else Path("/nonexistent")


def _unprivileged() -> str | None:
    """Name who PostgreSQL runs as when we are root, which it refuses."""
    if os.geteuid() != 0:
        return None
    for name in _UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise SystemExit(
        "PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody`."
    )


def _password_file(directory: Path) -> Path:
    return directory / "postgresql-password"


def _make_cluster(directory: Path, data: Path, user: str | None) -> None:
    secret = _password_file(directory)
    secret.write_text(secrets.token_hex(16))
    data.mkdir(mode=0o700)
    if user:
        directory.chmod(0o755)
        for path in (secret, data):
            shutil.chown(path, user, pwd.getpwnam(user).pw_gid)
    command = [
        str(_programs() / "initdb"),
        "-D",
        str(data),
        "-U",
        _ROLE,
        "-E",
        "UTF8",
        "--locale=C",
    ]
    command += ["--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **process.identity(user))
