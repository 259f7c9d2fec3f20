"""A source for the push process that takes items from the load client instead of the wire.

    WIREROOM_PUSH_FD=3 python source.py SOCKET CLASSES

Speaks the frames of `wireroom.delivery.push.frames`. The credential `bench-<n>` belongs to class
`n`; every item goes to all classes, encoded once. The load client sends each item over the unix
socket SOCKET, as a length (4 bytes, big endian) and the JSON.
"""

from __future__ import annotations

import gc
import os
import select
import socket
import sys
from collections import deque

from wireroom.delivery.push import sse
from wireroom.delivery.push.frames import (
    FD_VARIABLE,
    Answer,
    Answers,
    Chunk,
    FromPush,
    Lookups,
    Open,
    Reader,
    Ready,
    Replay,
    Resume,
    Variant,
    Wire,
    encode,
)
from wireroom.delivery.push.seal import Seal, derive

_KEY = derive("the benchmark has no secrets", "positions")
_EPOCH = "bench"
_KEPT = 20_000
_LENGTH_BYTES = 4
_READ_BYTES = 1 << 18


class Source:
    """What the push process may ask, answered from memory."""

    def __init__(self, push: socket.socket, classes: int) -> None:
        """Talk to the push process over `push`; know `classes` classes of equal rights."""
        self._push = push
        self._classes = tuple(str(number) for number in range(classes))
        self._open: set[str] = set()
        self._serial = 0
        self._head = 0
        self._kept: deque[tuple[int, bytes]] = deque(maxlen=_KEPT)
        self._seal = Seal(_KEY)

    def publish(self, item: bytes) -> None:
        """Pass one item on to every class that is open."""
        self._head += 1
        data = sse.item(self._seal.seal(_EPOCH, self._head), item)
        self._kept.append((self._head, data))
        classes = tuple(name for name in self._classes if name in self._open)
        self._send(encode(Wire(self._head, (Variant("full", data, classes),))))

    def answer(self, message: FromPush) -> None:
        """Answer the push process; `Left` and `Idle` need none."""
        match message:
            case Resume():
                self._send(encode(Ready(_KEY, _EPOCH, self._head)))
            case Lookups(wanted):
                given = tuple(self._who(lookup.conn, lookup.secret) for lookup in wanted)
                self._send(encode(Answers(given)))
            case Replay(conn, _, after):
                data = b"".join(data for seq, data in self._kept if seq > after)
                self._send(encode(Chunk(conn, self._head, data)))

    def _who(self, conn: int, secret: str) -> Answer:
        self._serial += 1
        name = secret.removeprefix("bench-")
        if name not in self._classes:
            return Answer(conn, self._serial, 401)
        if name not in self._open:
            self._open.add(name)
            self._send(encode(Open(name, self._head, ())))
        return Answer(conn, self._serial, 200, f"token {name}", name, f"customer {name}")

    def _send(self, frame: bytes) -> None:
        self._push.sendall(frame)


class Items:
    """Cuts what the load client sends into items."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Give the items that are complete now."""
        self._buffer += data
        items = []
        while len(self._buffer) >= _LENGTH_BYTES:
            end = _LENGTH_BYTES + int.from_bytes(self._buffer[:_LENGTH_BYTES], "big")
            if len(self._buffer) < end:
                break
            items.append(bytes(self._buffer[_LENGTH_BYTES:end]))
            del self._buffer[:end]
        return items


class Hub:
    """Carries items and answers between the load client and the push process."""

    def __init__(self, push: socket.socket, listener: socket.socket, classes: int) -> None:
        """Speak to the push process over `push`; take publishers from `listener`."""
        self._push, self._listener = push, listener
        self._source, self._frames = Source(push, classes), Reader[FromPush](FromPush)
        self._publishers: dict[int, tuple[socket.socket, Items]] = {}
        self._poll = select.epoll()
        self._poll.register(push, select.EPOLLIN)
        self._poll.register(listener, select.EPOLLIN)

    def run(self) -> None:
        """Go on until the push process hangs up."""
        while True:
            for fd, _ in self._poll.poll():
                if fd == self._listener.fileno():
                    self._admit()
                elif fd in self._publishers:
                    self._take_items(*self._publishers[fd])
                elif not self._take_frames():
                    return

    def _admit(self) -> None:
        publisher, _ = self._listener.accept()
        self._publishers[publisher.fileno()] = (publisher, Items())
        self._poll.register(publisher, select.EPOLLIN)

    def _take_items(self, publisher: socket.socket, items: Items) -> None:
        data = publisher.recv(_READ_BYTES)
        if not data:
            del self._publishers[publisher.fileno()]
            publisher.close()
        for item in items.feed(data):
            self._source.publish(item)

    def _take_frames(self) -> bool:
        data = self._push.recv(_READ_BYTES)
        for message in self._frames.feed(data):
            self._source.answer(message)
        return bool(data)


def main() -> None:
    """Run until the push process ends."""
    path, classes = sys.argv[1], int(sys.argv[2])
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    gc.freeze()
    with socket.socket(fileno=int(os.environ[FD_VARIABLE])) as push:
        Hub(push, listener, classes).run()


if __name__ == "__main__":
    main()
