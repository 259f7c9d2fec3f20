"""Open streams of feeds: as those of the wire, with numbers, and with word of what readers have."""

from __future__ import annotations

import fcntl
import termios
from heapq import nsmallest
from typing import TYPE_CHECKING

from wireroom.delivery.push import feed_sse
from wireroom.delivery.push.feed_core import FeedHub
from wireroom.delivery.push.frames import Had
from wireroom.delivery.push.streams import Streams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from wireroom.delivery.conf import PushSettings
    from wireroom.delivery.push.conns import Conn
    from wireroom.delivery.push.frames import EndReason, FromPush

_RING_PART = 4
"""Feeds keep a quarter of what the wire may: their readers are few and can wait for a database."""
_HAD_S = 3.0
_ASKED_AT_ONCE = 8
"""Readers of one feed that are asked what they have; one that has everything is enough."""
_INT_BYTES = 4


class FeedStreams(Streams):
    """All open streams of feeds."""

    hub: FeedHub

    def __init__(self, settings: PushSettings, tell: Callable[[FromPush], None]) -> None:
        """Begin with nobody."""
        super().__init__(settings, tell)
        self._since: dict[int, int] = {}
        """For each connection by its number, after which number of the feed it began."""
        self._told: dict[str, tuple[int, int]] = {}
        """For each class the last `Had`: since and upto."""
        self._next_had_s = 0.0

    def newest(self, class_id: str) -> int:
        """Give the last number that everybody in the class has been given, or is about to be."""
        self.flush()
        return self.hub.newest(class_id)

    def start(self, conn: Conn, class_id: str, after: int | None, greeting: bytes) -> None:
        """Open a stream and note where it begins."""
        self._since[conn.number] = self.newest(class_id) if after is None else after
        super().start(conn, class_id, after, greeting)

    def claim(self, class_id: str, upto: int) -> None:
        """Pass on that a reader says it has everything up to a number."""
        self._tell(Had(class_id, 0, upto))

    def cut(self, conns: Iterable[Conn], reason: EndReason, at: str = "") -> None:
        """End streams; where nothing will come for a while, say how long to wait."""
        self._end(conns, reason, feed_sse.bye(reason, at))

    def left(self, conn: Conn) -> None:
        """Note that a connection has ended."""
        super().left(conn)
        self._since.pop(conn.number, None)

    def beat(self) -> None:
        """Send the heartbeats that are due, each with the last number of its feed."""
        for fd, send in self.hub.beats(self.sockets.now_s):
            text = feed_sse.heartbeat(self.hub.newest_for(fd))
            try:
                if send(text) == len(text):
                    continue
            except BlockingIOError:
                continue  # it has data to read, which is as good
            except OSError:
                pass
            self.sockets.drop(self.sockets.conns[fd])

    def report(self) -> None:
        """Tell the source who has left, which classes nobody needs, and what readers have."""
        super().report()
        if self.sockets.now_s >= self._next_had_s:
            self._next_had_s = self.sockets.now_s + _HAD_S
            self._told = {
                name: told for name, told in self._told.items() if name in self.hub.shares
            }
            for class_id in self.hub.shares:
                self._report_had(class_id)

    def before_resume(self) -> tuple[tuple[str, str], ...]:
        """Say who reads what; what was told before may not have been heard."""
        self._told.clear()
        return super().before_resume()

    def _report_had(self, class_id: str) -> None:
        upto = self.hub.newest(class_id)
        readers = [self.sockets.conns[fd] for fd in self.hub.shares[class_id].live]
        since = {conn.number: self._since[conn.number] for conn in readers}
        for conn in nsmallest(_ASKED_AT_ONCE, readers, key=lambda conn: since[conn.number]):
            had = (since[conn.number], upto)
            if had[0] >= upto or had == self._told.get(class_id):
                return
            if _has_all(conn):
                self._told[class_id] = had
                self._tell(Had(class_id, *had))
                return

    def _new_hub(self) -> FeedHub:
        settings = self._settings
        return FeedHub(
            ring_entries=settings.ring_entries,
            ring_bytes=settings.ring_bytes // _RING_PART,
            lag_limit_bytes=settings.lag_limit_bytes,
            heartbeat_s=settings.heartbeat_s,
        )


def _has_all(conn: Conn) -> bool:
    """Whether the machine at the other end has acknowledged every byte (SIOCOUTQ of tcp(7))."""
    count: Any = fcntl.ioctl(conn.sock, termios.TIOCOUTQ, bytes(_INT_BYTES))
    return not any(count)
