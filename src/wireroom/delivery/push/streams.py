"""Open streams: the hub's decisions, carried out on sockets."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wireroom.delivery.push import sse
from wireroom.delivery.push.conns import Conn, Stage
from wireroom.delivery.push.core import Hub
from wireroom.delivery.push.frames import Chunk, Idle, Left, Replay, Revoke

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wireroom.delivery.conf import PushSettings
    from wireroom.delivery.push.frames import EndReason, FromPush
    from wireroom.delivery.push.sockets import Sockets

_PIECES_AT_ONCE = 8
"""Pieces that one lagging reader gets before the others have their turn."""


class Streams:
    """All open streams of one kind: those of the wire here, those of feeds in `feed_streams`."""

    def __init__(self, settings: PushSettings, tell: Callable[[FromPush], None]) -> None:
        """Begin with nobody; `tell` passes a message to the source."""
        self._settings = settings
        self._tell = tell
        self.sockets: Sockets
        self.hub = self._new_hub()
        self.serial = 0
        """Number of the last answer that came from the source."""
        self._present: Counter[str] = Counter()
        self._left: set[str] = set()
        self._replaying: dict[int, Conn] = {}
        self._can_ask = False

    def start(self, conn: Conn, class_id: str, after: int | None, greeting: bytes) -> None:
        """Open a stream for whoever the source has let in."""
        conn.class_id, conn.streams = class_id, self
        self._present[conn.principal] += 1
        self._left.discard(conn.principal)
        self.sockets.enter(conn, Stage.STREAMING)
        self.flush()
        self.hub.join(conn.fd, conn.sock.send, class_id, after, greeting)
        self.drain(conn)

    def flush(self) -> None:
        """Send what is new to everybody. The inner loop is the product's hot path."""
        if not self.hub.is_dirty:
            return
        short: list[tuple[int, bytes, int]] = []
        for fd, send, share in self.hub.take():
            if data := share.piece:
                try:
                    if (sent := send(data)) != len(data):
                        short.append((fd, data, sent))
                except BlockingIOError:
                    short.append((fd, data, 0))
                except OSError:
                    short.append((fd, data, -1))
        self._count()
        self._fell_short(short)
        self.cut([self.sockets.conns[fd] for fd in self.hub.too_slow()], "too_slow")

    def drain(self, conn: Conn) -> None:
        """Send a lagging reader what it takes; ask the database where memory does not reach."""
        for _ in range(_PIECES_AT_ONCE):
            rest = self.hub.due(conn.fd)
            if not rest:
                self.sockets.watch_out(conn, wanted=False)
                self._ask_for_replay(conn)
                return
            try:
                sent = conn.sock.send(rest)
            except BlockingIOError:
                sent = 0
            except OSError:
                self.sockets.drop(conn)
                return
            self.hub.settle(conn.fd, sent)
            if sent < len(rest):
                break
        self.sockets.watch_out(conn, wanted=True)

    def replay(self, chunk: Chunk) -> None:
        """Pass a piece from the database on."""
        conn = self._replaying.pop(chunk.conn, None)
        if conn is not None:
            self.flush()
            self.hub.feed(conn.fd, chunk.upto, chunk.data)
            self.drain(conn)

    def revoke(self, message: Revoke) -> None:
        """End the streams of principals whose rights or session have gone."""
        reasons = dict(message.ended)
        for conn in self._open():
            if conn.principal in reasons:
                at = message.at.get(conn.principal, "")
                self.cut([conn], reasons[conn.principal], at)

    def shut(self, class_id: str) -> None:
        """Forget a class; who is still in it has other rights now."""
        conns = [self.sockets.conns[fd] for fd in self.hub.members(class_id)]
        self.cut(conns, "rights_changed")
        self.hub.shut(class_id)

    def cut(self, conns: Iterable[Conn], reason: EndReason, at: str = "") -> None:
        """End streams, with a `bye` where one can be said."""
        self._end(conns, reason, sse.bye(reason, at))

    def stop(self) -> None:
        """Say `bye` to everybody."""
        self.flush()
        self.cut(self._open(), "server_stopping")

    def reset_all(self, text: bytes) -> None:
        """End all streams with a `reset`: the log that they read is no more."""
        self._end(self._open(), "epoch", text)
        self.hub = self._new_hub()

    def left(self, conn: Conn) -> None:
        """Note that a connection has ended, whatever it was."""
        if conn.stage is Stage.STREAMING:
            self.hub.leave(conn.fd)
            self._replaying.pop(conn.number, None)
            self._present[conn.principal] -= 1
            if not self._present[conn.principal]:
                del self._present[conn.principal]
                self._left.add(conn.principal)

    def never_came(self, principal: str) -> None:
        """Note that an answer came too late for its connection."""
        if principal and principal not in self._present:
            self._left.add(principal)

    def beat(self) -> None:
        """Send the heartbeats that are due."""
        for fd, send in self.hub.beats(self.sockets.now_s):
            try:
                if send(sse.HEARTBEAT) == len(sse.HEARTBEAT):
                    continue
            except BlockingIOError:
                continue  # it has data to read, which is as good
            except OSError:
                pass
            self.sockets.drop(self.sockets.conns[fd])

    def report(self) -> None:
        """Tell the source who has left and which classes nobody needs."""
        if self._left:
            self._tell(Left(tuple(self._left), self.serial))
            self._left.clear()
        for class_id in self.hub.idle(self.sockets.now_s, self._settings.idle_class_s):
            self._tell(Idle(class_id, self.serial))

    def before_resume(self) -> tuple[tuple[str, str], ...]:
        """Say who is in which class, for a source just started; drop classes nobody is in."""
        for class_id in list(self.hub.shares):
            if not self.hub.members(class_id):
                self.hub.shut(class_id)
        self._left.clear()
        self._can_ask = False
        self.serial = 0
        return tuple({(conn.principal, conn.class_id) for conn in self._open()})

    def after_resume(self) -> None:
        """Ask for the replays that are owed, each once: a second answer would be sent on too."""
        self._can_ask = True
        for conn in self._replaying.values():
            self._tell(Replay(conn.number, conn.class_id, self.hub.wants(conn.fd) or 0))

    def _ask_for_replay(self, conn: Conn) -> None:
        after = self.hub.wants(conn.fd)
        if after is not None and conn.number not in self._replaying:
            self._replaying[conn.number] = conn
            if self._can_ask:
                self._tell(Replay(conn.number, conn.class_id, after))

    def _count(self) -> None:
        for share in self.hub.flushed():
            self.sockets.tally.sends += len(share.live)
            self.sockets.tally.sent_bytes += len(share.live) * len(share.piece)

    def _fell_short(self, short: list[tuple[int, bytes, int]]) -> None:
        for fd, data, sent in short:
            conn = self.sockets.conns[fd]
            if sent < 0:
                self.sockets.drop(conn)
            else:
                self.hub.owe(fd, data, sent)
                self.sockets.watch_out(conn, wanted=True)

    def _end(self, conns: Iterable[Conn], reason: str, text: bytes) -> None:
        for conn in conns:
            self.sockets.tally.cuts[reason] += 1
            if self.hub.may_speak(conn.fd):
                self.left(conn)
                self.sockets.enter(conn, Stage.CLOSING)
                self.sockets.finish(conn, text)
            else:
                self.sockets.drop(conn)

    def _open(self) -> list[Conn]:
        return [
            conn
            for conn in self.sockets.conns.values()
            if conn.stage is Stage.STREAMING and conn.streams is self
        ]

    def _new_hub(self) -> Hub:
        settings = self._settings
        return Hub(
            ring_entries=settings.ring_entries,
            ring_bytes=settings.ring_bytes,
            lag_limit_bytes=settings.lag_limit_bytes,
            heartbeat_s=settings.heartbeat_s,
        )
