"""A stream that says what a test wants, as the push server would say it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from wireroom.formats.stream import event, killed_event
from wireroom.wire.entries import Entry

HEADLINE = 1


class StubStream:
    """Keeps what was asked for, and hands out what `send` puts in."""

    def __init__(self) -> None:
        """Listen on a free port of loopback."""
        self.asked: Queue[dict[str, list[str]]] = Queue()
        self.said: Queue[str | None] = Queue()
        self.newest = 0
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stub.asked.put(
                    parse_qs(urlsplit(self.path).query)
                    | {"header": [self.headers.get("Last-Event-ID", "")]}
                )
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Access-Control-Allow-Origin", "*")
                self.end_headers()
                self.wfile.write(b"retry: 100\nevent: hello\ndata: {}\n\n")
                stub.newest += 1
                mine = stub.newest
                while (text := stub.next_for(mine)) is not None:
                    self.wfile.write(text.encode())
                    self.wfile.flush()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://localhost:{self._server.server_port}/stream"

    def next_for(self, connection: int) -> str | None:
        """Give what is to be said next; None ends the connection, as does a newer one."""
        while connection == self.newest:
            with suppress(Empty):
                text = self.said.get(timeout=0.05)
                if connection == self.newest:
                    return text
                self.said.put(text)
        return None

    def release(self, entry: Entry) -> None:
        """Send a version as a line of the ticker."""
        self.said.put(f"id: at-{entry.seq}\ndata: {event(entry, HEADLINE, 'ticker').decode()}\n\n")

    def release_killed(self, entry: Entry) -> None:
        """Send a version of a story that was killed in the meantime."""
        data = killed_event(entry, HEADLINE, "ticker").decode()
        self.said.put(f"id: at-{entry.seq}\ndata: {data}\n\n")

    def say(self, name: str, **data: str) -> None:
        """Send a named event."""
        self.said.put(f"event: {name}\ndata: {json.dumps(data)}\n\n")

    def hang_up(self) -> None:
        """End the present connection."""
        self.said.put(None)

    @contextmanager
    def running(self) -> Iterator[StubStream]:
        """Serve until the end of the block."""
        thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            self.hang_up()
            self._server.shutdown()
            thread.join()
            self._server.server_close()
