"""Child processes that do not outlive their parent, and the lock that lets one `serve` in."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

from wireroom.kernel.errors import WireroomError

_PR_SET_PDEATHSIG = 1
"""prctl(2): the signal this process gets when its parent dies, however it dies."""

_libc = ctypes.CDLL(None, use_errno=True)


class AlreadyServing(WireroomError):
    """Another `wireroom serve` works on this data directory."""

    code = "already_serving"
    http_status = 409


class PortBusy(WireroomError):
    """Somebody else listens on the port."""

    code = "port_busy"
    http_status = 409


def die_with_parent(parent: int, with_signal: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel for a signal when our parent, the process `parent`, dies however it dies."""
    _libc.prctl(_PR_SET_PDEATHSIG, int(with_signal))
    if os.getppid() != parent:  # it died before the kernel knew of our wish
        os.kill(os.getpid(), with_signal)


def begin_child(parent: int) -> None:
    """Prepare a child between fork and exec: no signal blocked, and it goes when `parent` goes."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    die_with_parent(parent)


@contextlib.contextmanager
def only_one(lock_file: Path, what: str) -> Iterator[None]:
    """Hold `lock_file` while the block runs; the kernel lets go of it however this process ends.

    Raises:
        AlreadyServing: another process holds it; the message gives its process id.
    """
    lock_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip() or "unknown"
            raise AlreadyServing(
                f"{what} already runs on {lock_file.parent.parent} as process {holder}. "
                f"Stop it first (kill {holder}), or set WIREROOM_DATA_DIR to another directory."
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def require_free_port(host: str, port: int, variable: str) -> None:
    """Find out before anything starts whether `port` can be had.

    Raises:
        PortBusy: it is taken, or this machine has no such address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            advice = (
                f"Stop whoever uses it, or set {variable} to a free port."
                if error.errno == errno.EADDRINUSE
                else f"Give --host an address of this machine, or {variable} a port you may use."
            )
            raise PortBusy(f"Cannot listen on {host}:{port}: {error.strerror}. {advice}") from None


def accepts(host: str, port: int) -> bool:
    """Whether somebody accepts connections there."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    try:
        with socket.create_connection((target.strip("[]"), port), timeout=0.5):
            return True
    except OSError:
        return False
