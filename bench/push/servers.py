"""The servers that are compared. Each starts on the server's core and is stopped on leaving."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.common import machine, process, ready
from bench.common.build import compile_c
from bench.push import nchan

CLASSES = 200
"""Classes of equal rights that the streams of Wireroom are spread over."""

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[1]
_PUSH = (sys.executable, "-m", "wireroom.delivery.push")
_ENV = {"PYTHONPATH": f"{_ROOT}:{_ROOT / 'src'}"}


@dataclass(frozen=True)
class Server:
    """A running server and how the load client talks to it."""

    name: str
    port: int
    client_args: tuple[str, ...]
    process: subprocess.Popen[str]
    helpers: tuple[subprocess.Popen[str], ...] = ()
    """Further processes of the server that are not its children."""
    takes_wire_items: bool = False
    """It is handed items as the wire keeps them, and encodes them for the streams itself."""

    @property
    def pids(self) -> list[int]:
        """List its processes."""
        return [pid for p in (self.process, *self.helpers) for pid in process.tree(p.pid)]


Start = Callable[[Path], AbstractContextManager[Server]]
"""Starts a server that may keep files in the directory it is given."""


@contextlib.contextmanager
def floor(directory: Path, name: str = "floor") -> Iterator[Server]:
    """Start the C broadcaster."""
    port = process.free_port()
    program = compile_c("floor", [_HERE / "floor.c"])
    args = ("--path", "/stream", "--publish-path", "/publish")
    with _running(name, [str(program), str(port)], port, directory, args) as server:
        yield server


@contextlib.contextmanager
def floor_again(directory: Path) -> Iterator[Server]:
    """Start the same broadcaster a second time: what differs from the first is noise."""
    with floor(directory, "floor again") as server:
        yield server


@contextlib.contextmanager
def nginx_nchan(directory: Path) -> Iterator[Server]:
    """Start nginx with nchan, one worker, with a configuration of its own."""
    port = process.free_port()
    config = nchan.write_config(directory, port)
    args = ("--path", "/stream", "--publish-path", "/publish")
    command = [nchan.program(), "-p", str(directory), "-c", str(config)]
    with _running("nchan", command, port, directory, args) as server:
        yield server


@contextlib.contextmanager
def wireroom(directory: Path) -> Iterator[Server]:
    """Start the push process with the benchmark's source: real sockets, frames and classes."""
    port, control = process.free_port(), directory / "source.sock"
    source = f"{sys.executable} {_HERE / 'source.py'} {control} {CLASSES}"
    args = ["--path", "/stream", "--publish-unix", str(control)]
    args += ["--credential", "bench-%u", "--classes", str(CLASSES)]
    with _running("wireroom", [*_PUSH, "--source", source], port, directory, args) as server:
        _wait_for(control, server.process)
        yield server


@contextlib.contextmanager
def wireroom_real(directory: Path) -> Iterator[Server]:
    """Start all of it: a desk that appends to a wire on SQLite, the real source, the push process.

    The streams are the anonymous public's, one class of rights.
    """
    port, control = process.free_port(), directory / "desk.sock"
    args = ("--path", "/stream", "--publish-unix", str(control))
    env = {"WIREROOM_DATA_DIR": str(directory / "data")}
    desk = process.start(
        ready.command("bench.push.desk", control),
        core=machine.server_core(),
        env=_ENV | env,
        output=directory / "desk.log",
    )
    try:
        _wait_for(control, desk)
        with _running("wireroom, real wire", _PUSH, port, directory, args, env) as server:
            yield replace(server, helpers=(desk,), takes_wire_items=True)
    finally:
        process.stop(desk)


def _wait_for(path: Path, running: subprocess.Popen[str], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not path.exists():
        if running.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{path.name} did not appear.")
        time.sleep(0.02)


@contextlib.contextmanager
def _running(
    name: str,
    command: Sequence[str],
    port: int,
    directory: Path,
    client_args: Sequence[str],
    env: Mapping[str, str] = {},
) -> Iterator[Server]:
    log = directory / f"{name}.log"
    running = process.start(
        command,
        core=machine.server_core(),
        env={**_ENV, "WIREROOM_PUSH_PORT": str(port), **env},
        output=log,
    )
    try:
        _await(name, port, running, log)
        yield Server(name, port, tuple(client_args), running)
    finally:
        process.stop(running)


def _await(name: str, port: int, running: subprocess.Popen[str], log: Path) -> None:
    try:
        process.wait_until_listening(port, running)
    except RuntimeError as error:
        raise RuntimeError(f"{name}: {error}\n{log.read_text()[-2000:]}") from error


def available() -> list[Start]:
    """List what can be compared here; says loudly what is missing."""
    starts: list[Start] = [wireroom, floor, floor_again]
    if nchan.is_installed():
        return [*starts, nginx_nchan]
    print(f"!! nchan is left out: {nchan.INSTALL_HINT}", file=sys.stderr)
    return starts


def has_compiler() -> bool:
    """Whether the C programs can be built."""
    return shutil.which("cc") is not None
