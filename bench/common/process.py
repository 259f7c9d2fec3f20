"""Processes of a benchmark: pinned, watched through /proc, stopped with their children."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

_STOP_S = 5


def start(
    command: Sequence[str],
    *,
    core: int | None,
    env: Mapping[str, str] | None = None,
    output: Path | None = None,
    pipes: bool = False,
    user: str | None = None,
) -> subprocess.Popen[str]:
    """Start `command` on `core`, in a group of its own; its output goes to the file `output`.

    `user` is who it runs as, for programs that refuse to run as root.
    """
    stream: IO[str] | int = output.open("a") if output else subprocess.DEVNULL
    process = subprocess.Popen(
        [*_tied(), *_pinned(command, core)],
        env={**os.environ, **(env or {})},
        stdin=subprocess.PIPE if pipes else subprocess.DEVNULL,
        stdout=subprocess.PIPE if pipes else stream,
        stderr=None if pipes else stream,
        text=True,
        start_new_session=True,
        **identity(user),
    )
    if not isinstance(stream, int):
        stream.close()
    return process


def _pinned(command: Sequence[str], core: int | None) -> list[str]:
    return list(command) if core is None else ["taskset", "-c", str(core), *command]


def _tied() -> list[str]:
    """Have the process end when we end, however that happens (PR_SET_PDEATHSIG)."""
    return ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []


def identity(user: str | None) -> dict[str, Any]:
    """Give the arguments of `Popen` that make a program run as `user`; none for ourselves."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def free_port() -> int:
    """Find a loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def stop(process: subprocess.Popen[str]) -> None:
    """End a process and its group: politely, then for certain."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_S)
            break
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


def tree(pid: int) -> list[int]:
    """List a process and all that descend from it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                found += tree(int(child))
    return found


@dataclass(frozen=True)
class Usage:
    """Seconds that processes have run, and that they stood ready while others had their core."""

    ran_s: float
    waited_s: float

    def __sub__(self, other: Usage) -> Usage:
        return Usage(self.ran_s - other.ran_s, self.waited_s - other.waited_s)


def usage(pids: Sequence[int]) -> Usage:
    """Sum what `pids` have used so far, all threads together."""
    ran = waited = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            with contextlib.suppress(OSError):
                figures = task.read_text().split()
                ran, waited = ran + int(figures[0]), waited + int(figures[1])
    return Usage(ran / 1e9, waited / 1e9)


def memory_bytes(pids: Sequence[int]) -> int:
    """Sum the memory of `pids`, pages shared by several counted once (PSS)."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total


def wait_until_listening(port: int, process: subprocess.Popen[str], seconds: float = 20) -> None:
    """Return once something listens on `port`, without connecting to it.

    Raises:
        RuntimeError: the process ended, or nobody listens in time.
    """
    wanted = f":{port:04X} "
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"It ended at once, with status {process.returncode}.")
        for line in Path("/proc/net/tcp").read_text().splitlines():
            if wanted in line[:30] and line.split()[3] == "0A":
                return
        time.sleep(0.02)
    raise RuntimeError(f"Nobody listens on port {port}.")
