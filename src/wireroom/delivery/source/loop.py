"""The loop of the source: it waits for the wire and for the push process, whichever comes first."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from typing import TYPE_CHECKING

import structlog

from wireroom.delivery import conf
from wireroom.delivery.push.frames import FD_VARIABLE, Alive, FromPush, FromSource, Reader, encode
from wireroom.delivery.source.had import Writer
from wireroom.delivery.source.source import Source
from wireroom.delivery.source.uses import Uses
from wireroom.kernel.clock import utc_now
from wireroom.wire.wakeup import Listener

if TYPE_CHECKING:
    from wireroom.delivery.conf import PushSettings

log = structlog.get_logger(__name__)

_READ_BYTES = 1 << 20
_LAST_NOTE_S = 2.0


def main() -> int:
    """Serve the push process at the inherited descriptor until it hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for push, which tells us by hanging up
    push = socket.socket(fileno=int(os.environ[FD_VARIABLE]))
    try:
        with Listener() as listener:
            Loop(conf.load(), push, listener).run()
    except (BrokenPipeError, ConnectionResetError):
        log.info("push:gone")
    return 0


class Loop:
    """One turn after another: entries, changed rights, then a piece of the rest."""

    def __init__(self, settings: PushSettings, push: socket.socket, listener: Listener) -> None:
        """Read the wire, speak to `push`, be woken by `listener`."""
        self._settings = settings
        self._push = push
        self._listener = listener
        self._frames: Reader[FromPush] = Reader(FromPush)
        self._source = Source(settings, self._say)
        self._watched: list[socket.socket | Listener] = [push, listener]
        self._is_behind = False
        self._uses = Uses()
        self._had = Writer()
        self._poll_at_s = self._rights_at_s = 0.0

    def run(self) -> None:
        """Turn until there is no reason to."""
        try:
            while self._turn():
                pass
        finally:
            self._had.finish(_LAST_NOTE_S)

    def _turn(self) -> bool:
        ready, _, _ = select.select(self._watched, [], [], self._patience_s())
        if self._push in ready and not self._hear():
            return False
        is_woken = self._listener in ready
        if is_woken:
            self._listener.clear()
        now_s = time.monotonic()
        if is_woken or self._is_behind or now_s >= self._poll_at_s:
            if self._source.has_new_epoch():  # before any of its entries: two lives do not mix
                return False  # the push process starts another source, which begins anew
            self._is_behind = self._source.pass_on(utc_now())
        if now_s >= self._poll_at_s:
            self._poll_at_s = now_s + self._settings.poll_s
            self._say(Alive())
        if now_s >= self._rights_at_s:
            self._rights_at_s = now_s + self._settings.rights_check_s
            self._source.check_rights(utc_now())
            used = self._source.tokens_in_use(with_open=self._uses.is_due(now_s))
            self._uses.note(used, self._source.streams_opened())
        if not self._is_behind:  # a reader may hold a place that this source has yet to reach
            self._source.work(utc_now())
        self._had.note(self._source.feeds.reading.take_handed(), self._source.feeds.take_had())
        self._had.write(now_s)
        return True

    def _patience_s(self) -> float:
        if self._is_behind or self._source.is_busy:
            return 0
        return max(0, min(self._poll_at_s, self._rights_at_s) - time.monotonic())

    def _hear(self) -> bool:
        data = self._push.recv(_READ_BYTES)
        for message in self._frames.feed(data):
            self._source.heed(message, utc_now())
        return bool(data)

    def _say(self, message: FromSource) -> None:
        self._push.sendall(encode(message))
