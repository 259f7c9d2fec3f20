"""The loop of the push process: one thread on raw epoll, and nothing else busy beside it.

A second thread, or anything that waits, would delay every stream: one busy thread in this process
made a delivery to 1,000 readers 376 times slower (ADR 5).
"""

from __future__ import annotations

import gc
import logging
import signal
import time
from typing import TYPE_CHECKING

from wireroom.delivery.push import http, status
from wireroom.delivery.push.child import Child
from wireroom.delivery.push.conns import Conn, Stage
from wireroom.delivery.push.door import Door
from wireroom.delivery.push.feed_streams import FeedStreams
from wireroom.delivery.push.frames import (
    FEED_CLASS,
    Alive,
    Answers,
    Chunk,
    FromSource,
    Numbered,
    Open,
    Ready,
    Resume,
    Retract,
    Revoke,
    Shut,
    Wire,
)
from wireroom.delivery.push.sockets import IN, OUT, Sockets
from wireroom.delivery.push.streams import Streams
from wireroom.kernel.errors import WireroomError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wireroom.delivery.conf import PushSettings

log = logging.getLogger(__name__)

_TICK_S = 0.1
_REPORT_S = 1.0
_EVENTS_AT_ONCE = 512
_FEEDS = "/stream/feeds/"
_LONGEST_CODE = 64


class Shell:
    """Ties sockets, streams, door and source together."""

    def __init__(self, settings: PushSettings, source: Sequence[str]) -> None:
        """Listen at once; `source` is the command that starts the source."""
        self._settings = settings
        self._child = Child(source)
        self._streams = Streams(settings, self._child.send)
        self._feeds = FeedStreams(settings, self._child.send)
        self.sockets = Sockets(settings, self._dropped)
        self._streams.sockets = self._feeds.sockets = self.sockets
        self._door = Door(settings, self.sockets, self._streams, self._feeds, self._child.send)
        self._child_fd = -1
        self._watches_child_out = False
        self._is_stopping = False
        self._must_speak = False
        self._heard_at_s = 0.0
        self._next_tick_s = self._next_report_s = 0.0

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self.sockets.listener.getsockname()[1])

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT; then say `bye` to everybody."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        log.info("streams at http://%s:%d/stream", self._settings.host, self.port)
        gc.freeze()
        gc.disable()
        while not self._is_stopping:
            self._turn()
        self._stop()

    def _turn(self) -> None:
        events = self.sockets.epoll.poll(_TICK_S, _EVENTS_AT_ONCE)
        self.sockets.now_s = time.monotonic()
        if any(fd == self._child_fd for fd, _ in events):
            self._hear()
        for fd, event in events:
            if fd == self.sockets.listener.fileno():
                self.sockets.accept()
            elif fd != self._child_fd:
                self._serve(fd, event)
        self._door.send_lookups()
        if self.sockets.now_s >= self._next_tick_s:
            self._next_tick_s = self.sockets.now_s + _TICK_S
            self._tick()
        self._child.flush()
        self._watch_child()

    def _hear(self) -> None:
        """Heed the source; entries that came together go out together."""
        self._heard_at_s = self.sockets.now_s
        for message in self._child.receive():
            self._heed(message)
        self._streams.flush()
        self._feeds.flush()
        if not self._child.is_running:
            self._lose_source()

    def _lose_source(self) -> None:
        self._child_fd = -1
        self._child.bury(self.sockets.now_s)
        self._door.closed()
        self._must_speak = False

    def _mind_source(self) -> None:
        """Start the source when there is none; replace one that hangs."""
        silence_s = self.sockets.now_s - self._heard_at_s
        if self._child.is_running and self._must_speak and silence_s > self._settings.silence_s:
            self._child.hang_up()
            self._lose_source()
        if self._child.start_if_due(self.sockets.now_s):
            self._child_fd = self._child.fileno()
            self.sockets.epoll.register(self._child_fd, IN)
            self._watches_child_out = False
            here = (*self._streams.before_resume(), *self._feeds.before_resume())
            places = tuple(self._feeds.hub.places())
            self._child.send(Resume(self._door.epoch, self._streams.hub.head, here, places))

    def _heed(self, message: FromSource) -> None:  # noqa: C901 - one case for each message
        match message:
            case Wire():
                self._streams.hub.append(message)
            case Numbered():
                self._feeds.hub.extend(message.class_id, message.texts)
            case Retract():
                self._reading(message.class_id).hub.retract(message)
            case Answers():
                for answer in message.given:
                    self._door.answered(answer)
            case Chunk():
                self._streams.replay(message)
                self._feeds.replay(message)
            case Open():
                hub = self._reading(message.class_id).hub
                hub.open(message.class_id, message.floor, message.texts)
            case Revoke():
                self._streams.revoke(message)
                self._feeds.revoke(message)
            case Shut():
                self._reading(message.class_id).shut(message.class_id)
            case Alive():
                self._must_speak = True
            case Ready():
                self._child.worked()
                self._door.opened(message)
                self._streams.after_resume()
                self._feeds.after_resume()

    def _reading(self, class_id: str) -> Streams:
        return self._feeds if class_id.startswith(FEED_CLASS) else self._streams

    def _serve(self, fd: int, event: int) -> None:
        conn = self.sockets.conns.get(fd)
        if conn is None:
            return
        try:
            if event & OUT and conn.stage is Stage.STREAMING and conn.streams:
                conn.streams.drain(conn)
            if event & ~OUT and fd in self.sockets.conns:
                data = self.sockets.read(conn)
                if data and conn.stage is Stage.READING and conn.parser:
                    self._read(conn, data)
        except Exception:  # whatever one connection does, the others go on
            log.exception("connection dropped")
            self.sockets.drop(conn)

    def _read(self, conn: Conn, data: bytes) -> None:
        request = None
        try:
            request = conn.parser.feed(data) if conn.parser else None
            if request is not None:
                self._route(conn, request)
        except WireroomError as error:
            headers = http.cors(request, self._settings.origins) if request else {}
            self._door.turn_away(conn, error, headers)

    def _route(self, conn: Conn, request: http.Request) -> None:
        if request.method == "OPTIONS":
            self.sockets.finish(conn, http.preflight(request, self._settings.origins))
        elif request.method != "GET":
            raise http.MethodNotAllowed
        elif request.path in ("/stream", "/stream/"):
            self._door.ask(conn, request)
        elif feed := _feed_in(request.path):
            self._door.ask(conn, request, feed)
        elif request.path == "/healthz":
            self._health(conn, request)
        elif request.path == "/metrics" and _is_operator(conn, request):
            body = status.metrics(self._figures(), self.sockets.tally)
            self.sockets.finish(conn, http.answer(200, body, "text/plain; version=0.0.4"))
        else:
            raise http.NotFound

    def _health(self, conn: Conn, request: http.Request) -> None:
        code = 200 if self._door.is_open else 503
        body = b"{}"
        if _is_operator(conn, request):
            body = status.health(self._figures(), self.sockets.tally)
        self.sockets.finish(conn, http.answer(code, body, "application/json"))

    def _figures(self) -> dict[str, int]:
        return status.figures(
            (self._streams.hub, self._feeds.hub),
            self.sockets.tally,
            connections=len(self.sockets.conns),
            is_ready=self._door.is_open,
            starts=self._child.starts,
        )

    def _tick(self) -> None:
        self._mind_source()
        deadlines = self.sockets.deadlines
        for fd in deadlines.over(Stage.READING, self.sockets.now_s):
            self.sockets.tally.refusals[408] += 1
            self.sockets.drop(self.sockets.conns[fd])
        for fd in deadlines.over(Stage.WAITING, self.sockets.now_s):
            self._door.give_up(self.sockets.conns[fd])
        for fd in deadlines.over(Stage.CLOSING, self.sockets.now_s):
            self.sockets.drop(self.sockets.conns[fd])
        self._streams.beat()
        self._feeds.beat()
        if self._door.is_open and self.sockets.now_s >= self._next_report_s:
            self._next_report_s = self.sockets.now_s + _REPORT_S
            self._streams.report()
            self._feeds.report()

    def _watch_child(self) -> None:
        if self._child_fd >= 0 and self._child.has_unsent != self._watches_child_out:
            self._watches_child_out = self._child.has_unsent
            self.sockets.epoll.modify(self._child_fd, IN | OUT if self._watches_child_out else IN)

    def _dropped(self, conn: Conn) -> None:
        if conn.streams:
            conn.streams.left(conn)
        if conn.stage is Stage.WAITING:
            self._door.left(conn)

    def _on_signal(self, *_: object) -> None:
        self._is_stopping = True

    def _stop(self) -> None:
        count = len(self._streams.hub.readers) + len(self._feeds.hub.readers)
        log.info("stopping, %d streams", count)
        self.sockets.listener.close()
        self._hear()
        self._streams.stop()
        self._feeds.stop()
        self.sockets.close()
        self._child.stop(self._settings.stop_s)


def _is_operator(conn: Conn, request: http.Request) -> bool:
    """Whether to show figures: the head tells what others get, so only to this very machine."""
    host = conn.sock.getpeername()[0]
    is_near = host in ("::1", "::ffff:127.0.0.1") or host.startswith("127.")
    return is_near and not request.headers.keys() & {"forwarded", "x-forwarded-for"}


def _feed_in(path: str) -> str:
    """Give what a path names as a feed, empty when it names none."""
    code = path.removeprefix(_FEEDS) if path.startswith(_FEEDS) else ""
    return code.removesuffix("/") if len(code) <= _LONGEST_CODE else ""
