"""The sockets of the push process: raw epoll, nothing blocks, everything is bounded."""

from __future__ import annotations

import contextlib
import logging
import resource
import select
import socket
from typing import TYPE_CHECKING

from wireroom.delivery.push import http
from wireroom.delivery.push.conns import Conn, Deadlines, Stage
from wireroom.delivery.push.status import Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from wireroom.delivery.conf import PushSettings

log = logging.getLogger(__name__)

IN, OUT = select.EPOLLIN, select.EPOLLOUT
_BACKLOG = 4096
_ACCEPTS_AT_ONCE = 256
_SPARE_FILES = 64
_CLOSING_S = 2.0
_READ_BYTES = 65_536
_UNASKED_BYTES = 1 << 20
"""Room for the body that some client sends with its GET, and no more: three that sent without end
made deliveries to others take two and a half times as long."""


class Sockets:
    """Listens, accepts, reads, answers and closes. `now_s` is set by the loop, once a turn."""

    def __init__(self, settings: PushSettings, on_drop: Callable[[Conn], None]) -> None:
        """Listen; `on_drop` is called for every connection that ends."""
        self._settings = settings
        self._on_drop = on_drop
        self._limit = min(settings.max_streams, _raise_file_limit() - _SPARE_FILES)
        self.now_s = 0.0
        self.tally = Tally()
        self.conns: dict[int, Conn] = {}
        self.deadlines = Deadlines(
            {
                Stage.READING: settings.header_timeout_s,
                Stage.WAITING: settings.source_wait_s,
                Stage.CLOSING: _CLOSING_S,
            }
        )
        self.epoll = select.epoll()
        self.listener = _listen(settings)
        self.epoll.register(self.listener, IN)

    def accept(self) -> None:
        """Take new connections, not too many at once."""
        for _ in range(_ACCEPTS_AT_ONCE):
            try:
                sock, _ = self.listener.accept()
            except OSError:  # nobody waits, or whoever waited has gone
                return
            sock.setblocking(False)  # noqa: FBT003 - the library's signature
            self.tally.accepted += 1
            if len(self.conns) >= self._limit and not self._make_room():
                self._turn_away(sock)
                continue
            conn = Conn(sock, http.Parser(self._settings.header_limit_bytes))
            self.conns[conn.fd] = conn
            self.epoll.register(conn.fd, IN)
            self.deadlines.enter(conn, Stage.READING, self.now_s)

    def read(self, conn: Conn) -> bytes:
        """Give what has come; empty when nothing has, or the connection ended and was dropped.

        Somebody who goes on and on after the request takes time from everybody, and is dropped.
        """
        try:
            data = conn.sock.recv(_READ_BYTES)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if conn.parser is None and conn.stage is not Stage.CLOSING:
            conn.unasked_bytes += len(data)
        if not data or conn.unasked_bytes > _UNASKED_BYTES:
            self.drop(conn)
            return b""
        return data

    def enter(self, conn: Conn, stage: Stage) -> None:
        """Move a connection on to its next stage."""
        if conn.parser is not None:
            conn.parser.close()
            conn.parser = None
        self.deadlines.enter(conn, stage, self.now_s)

    def refuse(self, conn: Conn, status: int, data: bytes) -> None:
        """Give an answer that is not a stream, and close."""
        self.tally.refusals[status] += 1
        self.finish(conn, data)

    def finish(self, conn: Conn, data: bytes) -> None:
        """Say the last words, hang up, and wait a little for the other side to do the same."""
        try:
            if conn.sock.send(data) != len(data):
                raise BlockingIOError
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.drop(conn)
            return
        self.watch_out(conn, wanted=False)
        self.enter(conn, Stage.CLOSING)

    def watch_out(self, conn: Conn, *, wanted: bool) -> None:
        """Be told, or no longer, when the connection takes more."""
        if conn.watches_out != wanted:
            conn.watches_out = wanted
            self.epoll.modify(conn.fd, IN | OUT if wanted else IN)

    def drop(self, conn: Conn) -> None:
        """End a connection at once."""
        if self.conns.pop(conn.fd, None) is None:
            return
        self._on_drop(conn)
        self.deadlines.leave(conn)
        if conn.parser is not None:
            conn.parser.close()
        conn.sock.close()

    def close(self) -> None:
        """Stop listening and drop everybody."""
        self.listener.close()
        for conn in list(self.conns.values()):
            self.drop(conn)

    def _make_room(self) -> bool:
        """Drop the oldest connection that has not finished its request: a slow one gives way."""
        fd = self.deadlines.oldest(Stage.READING)
        if fd is not None:
            self.drop(self.conns[fd])
        return fd is not None

    def _turn_away(self, sock: socket.socket) -> None:
        self.tally.refusals[http.NotReady.http_status] += 1
        with contextlib.suppress(OSError):
            sock.send(http.problem(http.NotReady("too many streams"), {"Retry-After": "10"}))
        sock.close()


def _listen(settings: PushSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    # Accepted sockets inherit these (socket(7), tcp(7)): three calls saved for each connection.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, settings.send_buffer_bytes)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    timeout_ms = round(settings.user_timeout_s * 1000)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, timeout_ms)
    listener.bind((settings.host, settings.port))
    listener.listen(_BACKLOG)
    listener.setblocking(False)  # noqa: FBT003 - the library's signature
    return listener


def _raise_file_limit() -> int:
    """Allow as many open files as the system lets us, and say how many."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard
