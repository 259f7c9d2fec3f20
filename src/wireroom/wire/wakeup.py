"""Wake-ups: hints, sent after commit, that the wire has grown. A lost one costs a poll.

SQLite: a datagram to the socket of every listener under the data directory. PostgreSQL:
LISTEN/NOTIFY.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import select
import socket
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from django.db import connection, transaction

from wireroom.wire.conf import wire_settings

_CHANNEL = "wireroom_wire"
_LONGEST_SOCKET_PATH = 100
"""A little under the 108 bytes of `sun_path` in unix(7)."""


_WAKE = b"!"


def notify_on_commit() -> None:
    """Wake every listener once the present transaction has committed; inside it, nothing leaves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {_CHANNEL}")
    else:
        # Robust: the release is committed, so whatever goes wrong with a hint is no failure of it.
        transaction.on_commit(_send_datagrams, robust=True)


def _socket_dir() -> Path:
    directory = wire_settings().run_dir / "wake"
    if len(str(directory)) > _LONGEST_SOCKET_PATH - 16:
        name = hashlib.sha256(str(directory).encode()).hexdigest()[:16]
        directory = Path(tempfile.gettempdir()) / f"wireroom-{os.getuid()}-{name}"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def _send_datagrams() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.settimeout(0)
        for path in _socket_dir().glob("*.sock"):
            try:
                sender.sendto(_WAKE, str(path))
            except (ConnectionRefusedError, FileNotFoundError):
                path.unlink(missing_ok=True)  # its listener died without cleaning up
            except BlockingIOError:
                pass  # its queue is full of wake-ups: it will wake


class Listener:
    """Somebody waiting for the wire to grow, as a context manager; `fileno` suits epoll."""

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._notices: psycopg.Connection | None = None
        self._socket: socket.socket | None = None
        if connection.vendor == "postgresql":
            self._notices = psycopg.connect(**_connection_parameters(), autocommit=True)
            self._notices.execute(f"LISTEN {_CHANNEL}")
        else:
            self._path = _socket_dir() / f"{secrets.token_hex(4)}.sock"
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self._socket.settimeout(0)
            self._socket.bind(str(self._path))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening."""
        if self._notices is not None:
            self._notices.close()
        if self._socket is not None:
            self._socket.close()
            self._path.unlink(missing_ok=True)

    def fileno(self) -> int:
        """Give the descriptor that becomes readable on a wake-up."""
        return (self._notices or self._socket).fileno()  # type: ignore[union-attr]

    def clear(self) -> None:
        """Forget the wake-ups received so far. Call it before reading the wire, never after.

        Raises:
            psycopg.OperationalError: the connection to PostgreSQL is lost; listen anew.
        """
        if self._notices is not None:
            for _ in self._notices.notifies(timeout=0):
                pass
        elif self._socket is not None:
            with contextlib.suppress(BlockingIOError):
                while self._socket.recv(16):
                    pass

    def wait(self, timeout_s: float) -> bool:
        """Wait for a wake-up, at most `timeout_s` seconds, clear it, and say whether one came."""
        woken = bool(select.select([self], [], [], timeout_s)[0])
        if woken:
            self.clear()
        return woken


def _connection_parameters() -> dict:  # type: ignore[type-arg]
    parameters = connection.get_connection_params()
    for ours in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(ours, None)
    return parameters
