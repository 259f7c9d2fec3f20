"""The source as the push process sees it: a child at the other end of a socket pair."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
from typing import TYPE_CHECKING

from wireroom.delivery.push.frames import (
    FD_VARIABLE,
    BrokenFrame,
    FromPush,
    FromSource,
    Reader,
    encode,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

log = logging.getLogger(__name__)

_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 5.0
_READ_BYTES = 1 << 20


class Child:
    """Starts the source, starts it again when it dies, carries frames both ways without waiting."""

    def __init__(self, command: Sequence[str]) -> None:
        """Run `command`, which finds its descriptor in the environment (see `frames`)."""
        self._command = list(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._reader: Reader[FromSource] = Reader(FromSource)
        self._unsent = bytearray()
        self._pause_s = _FIRST_PAUSE_S
        self._start_at_s = 0.0
        self.starts = 0

    @property
    def is_running(self) -> bool:
        """Whether there is somebody to talk to."""
        return self._socket is not None

    @property
    def has_unsent(self) -> bool:
        """Whether frames wait until the source reads."""
        return bool(self._unsent)

    def fileno(self) -> int:
        """Give the descriptor to watch; -1 while the source is not running."""
        return self._socket.fileno() if self._socket else -1

    def start_if_due(self, now_s: float) -> bool:
        """Start the source, unless it runs or died just now; say whether it was started."""
        if self._socket or now_s < self._start_at_s:
            return False
        ours, theirs = socket.socketpair()
        ours.setblocking(False)  # noqa: FBT003 - the library's signature
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - the operator's own command
                self._command,
                pass_fds=[theirs.fileno()],
                env=os.environ | {FD_VARIABLE: str(theirs.fileno())},
                stdin=subprocess.DEVNULL,
            )
        self._socket, self._reader = ours, Reader(FromSource)
        self._unsent.clear()
        self.starts += 1
        log.info("source started, pid %d", self._process.pid)
        return True

    def worked(self) -> None:
        """Note that the source is up: the next death is a first one."""
        self._pause_s = _FIRST_PAUSE_S

    def send(self, message: FromPush) -> None:
        """Queue a frame; `flush` sends it."""
        self._unsent += encode(message)

    def flush(self) -> None:
        """Send what the source takes now. A dead source shows on reading."""
        if self._socket and self._unsent:
            try:
                sent = self._socket.send(self._unsent)
            except OSError:
                return
            del self._unsent[:sent]

    def receive(self) -> Iterator[FromSource]:
        """Give the messages that have come; then `is_running` says whether the source lives."""
        if self._socket is None:
            return
        try:
            data = self._socket.recv(_READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.hang_up()
            return
        try:
            yield from self._reader.feed(data)
        except BrokenFrame:
            log.exception("the source makes no sense")
            self.hang_up()

    def bury(self, now_s: float) -> None:
        """Reap a source whose end of the line is closed, and set the time of the next start."""
        if self._process:
            self._process.kill()
            log.warning("source ended, status %d", self._process.wait())
            self._process = None
        self._start_at_s = now_s + self._pause_s
        self._pause_s = min(self._pause_s * 2, _LONGEST_PAUSE_S)

    def stop(self, patience_s: float) -> None:
        """Hang up and wait for the source to leave; kill it when it does not."""
        self.hang_up()
        if self._process is None:
            return
        try:
            self._process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
        self._process = None

    def hang_up(self) -> None:
        """Close the line; the source leaves by itself if it can."""
        if self._socket:
            self._socket.close()
            self._socket = None
