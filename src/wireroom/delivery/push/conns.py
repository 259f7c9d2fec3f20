"""Connections and how long each stage of one may last."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

    from wireroom.delivery.push.http import Parser
    from wireroom.delivery.push.streams import Streams


class Stage(IntEnum):
    """What a connection is doing."""

    READING = 0
    """Its request has not all come."""
    WAITING = 1
    """The source is asked who it is."""
    STREAMING = 2
    """It reads."""
    CLOSING = 3
    """All is said; the other side shall hang up, so that nothing said is lost (RFC 9112 §9.6)."""


class Conn:
    """One connection. Small: there are very many, nearly all of them silent streams."""

    __slots__ = (
        "class_id",
        "fd",
        "number",
        "parser",
        "principal",
        "sock",
        "stage",
        "streams",
        "unasked_bytes",
        "watches_out",
    )

    def __init__(self, sock: socket.socket, parser: Parser) -> None:
        """Begin with a fresh socket."""
        self.sock = sock
        self.fd = sock.fileno()
        self.parser: Parser | None = parser
        self.stage = Stage.READING
        self.number = 0
        """Names it to the source; descriptors are used again, numbers are not."""
        self.principal = ""
        self.class_id = ""
        self.streams: Streams | None = None
        """Where its stream is open: among those of the wire or those of feeds."""
        self.watches_out = False
        self.unasked_bytes = 0
        """What came after the request, which is all that anybody has to say here."""


class Deadlines:
    """Ends of stages. Each stage has one duration, so the first to begin is the first to end."""

    def __init__(self, durations_s: dict[Stage, float]) -> None:
        """Give every stage that may not last for ever its duration in seconds."""
        self._durations_s = durations_s
        self._ends: dict[Stage, dict[int, float]] = {stage: {} for stage in durations_s}

    def enter(self, conn: Conn, stage: Stage, now_s: float) -> None:
        """Move a connection to `stage`."""
        self.leave(conn)
        conn.stage = stage
        if stage in self._ends:
            self._ends[stage][conn.fd] = now_s + self._durations_s[stage]

    def leave(self, conn: Conn) -> None:
        """Forget a connection."""
        if conn.stage in self._ends:
            self._ends[conn.stage].pop(conn.fd, None)

    def over(self, stage: Stage, now_s: float) -> list[int]:
        """List the connections whose stage has lasted too long."""
        found = []
        for fd, end_s in self._ends[stage].items():
            if end_s > now_s:
                break
            found.append(fd)
        return found

    def within(self, stage: Stage) -> list[int]:
        """List the connections in `stage`, the oldest first."""
        return list(self._ends[stage])

    def oldest(self, stage: Stage) -> int | None:
        """Name the connection that has been in `stage` for longest."""
        return next(iter(self._ends[stage]), None)
