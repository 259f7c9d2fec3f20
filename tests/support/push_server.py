"""A push process under test, and readers of its streams on real sockets."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Self

PATIENCE_S = 45.0
"""Never what a test is about: only how long it waits before it says that something never came."""


class PushServer:
    """Starts `python -m wireroom.delivery.push` on a free port and reads the port from its log."""

    def __init__(self, *arguments: str, port: int = 0, **environment: str) -> None:
        command = [sys.executable, "-m", "wireroom.delivery.push", "--port", str(port)]
        self.process = subprocess.Popen(
            [*command, *arguments], env=os.environ | environment, stderr=subprocess.PIPE
        )
        self.sockets: list[socket.socket] = []
        self.port = self._read_port()

    def _read_port(self) -> int:
        text = b""
        for line in self.process.stderr:
            text += line
            if found := re.search(rb"http://[^/]+:(\d+)/stream", line):
                return int(found[1])
        raise AssertionError(text.decode())

    def connect(self) -> socket.socket:
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)
        self.sockets.append(sock)
        return sock

    def get(self, path: str = "/stream", **headers: str) -> Reader:
        """Ask for `path`; headers are spelled with underscores."""
        sock = self.connect()
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        sock.sendall("\r\n".join([*lines, "", ""]).encode())
        return Reader(sock)

    def health(self) -> dict:
        with self.get("/healthz") as reader:
            return json.loads(reader.rest().partition(b"\r\n\r\n")[2])

    def figure(self, name: str) -> int:
        """Read one of the metrics; this very connection counts too."""
        with self.get("/metrics") as reader:
            return int(
                re.search(rf"^wireroom_push_{name} (\d+)$", reader.rest().decode(), re.MULTILINE)[1]
            )

    def stop(self) -> None:
        """End it, politely first, and see that nothing but log lines was said."""
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        for sock in self.sockets:
            sock.close()
        try:
            _, self.log = self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


class Control:
    """The test's end of the puppet source: accepts each source that is started."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="wr-push-")
        self.path = Path(self.folder.name) / "source"
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.path))
        self.listener.listen()
        self.listener.settimeout(PATIENCE_S)
        self.epoch, self.log, self.keep = "e1", [], 1000

    @property
    def command(self) -> str:
        return f"{sys.executable} -m tests.support.push_source {self.path}"

    def accept(self) -> None:
        """Wait for the source to start."""
        self._hang_up()
        self.line, _ = self.listener.accept()
        self.line.settimeout(PATIENCE_S)
        self.answers = self.line.makefile("rb")
        self.pid = int(self.answers.readline())

    def begin(self) -> None:
        """Let the source that has started go to work on the log as it is."""
        self.tell("begin", self.epoch, self.log, self.keep)

    def start(self) -> None:
        self.accept()
        self.begin()

    def say(self, *words: object) -> None:
        self.line.sendall(json.dumps(words).encode() + b"\n")

    def tell(self, *words: object) -> None:
        self.say(*words)
        assert self.answers.readline() == b"ok\n"

    def release(self, *classes: str, count: int = 1, size: int = 0) -> None:
        """Put `count` entries on the wire that `classes` may read."""
        entries = [[list(classes or ["public"]), size] for _ in range(count)]
        self.log += entries
        self.tell("release", *entries)

    def stop(self) -> None:
        """Let it hang: it lives and does nothing."""
        os.kill(self.pid, signal.SIGSTOP)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self._hang_up()

    def close(self) -> None:
        self.listener.close()
        self._hang_up()
        self.folder.cleanup()

    def _hang_up(self) -> None:
        with contextlib.suppress(AttributeError):
            self.answers.close()
            self.line.close()


class Reader:
    """Reads a stream as the HTML standard says, knowing nothing of the server."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.raw = b""
        self.ended = False
        self._taken = 0
        self.last_id = ""
        self.events: list[tuple[str, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()

    def _more(self, until: float) -> bool:
        left = until - time.monotonic()
        assert left > 0, f"never came; so far {self.raw[-500:]!r}"
        if not select.select([self.sock], [], [], left)[0]:
            return True
        try:
            data = self.sock.recv(1 << 20)
        except ConnectionResetError:
            data = b""
        self.raw += data
        self.ended = not data
        return bool(data)

    def rest(self) -> bytes:
        """Read until the server hangs up."""
        until = time.monotonic() + PATIENCE_S
        while self._more(until):
            pass
        return self.raw

    @property
    def status(self) -> int:
        """The answer's status; 0 when the connection ended without one."""
        until = time.monotonic() + PATIENCE_S
        while b"\r\n\r\n" not in self.raw and self._more(until):
            pass
        return int(self.raw.split(b" ", 2)[1]) if b"\r\n\r\n" in self.raw else 0

    @property
    def head(self) -> str:
        assert self.status
        return self.raw.partition(b"\r\n\r\n")[0].decode()

    def event(self) -> tuple[str, str] | None:
        """Give the next event as (name, data); None when the stream has ended."""
        assert self.status == 200, self.raw
        until = time.monotonic() + PATIENCE_S
        start = self._taken or self.raw.index(b"\r\n\r\n") + 4
        while (end := self.raw.find(b"\n\n", start)) < 0:
            if self.ended or not self._more(until):
                return None
        self._taken = end + 2
        name, data = "message", []
        for line in self.raw[start:end].decode().split("\n"):
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "id":
                self.last_id = value
            elif field == "event":
                name = value
            elif field == "data":
                data.append(value)
        if not data:
            return self.event()
        self.events.append((name, "\n".join(data)))
        return self.events[-1]

    def named(self, name: str) -> dict:
        """Read on to the next event called `name` and give its data."""
        while event := self.event():
            if event[0] == name:
                return json.loads(event[1])
        raise AssertionError(f"the stream ended without {name}: {self.events[-3:]}")

    def numbers(self, count: int) -> list[int]:
        """Give the numbers of the next `count` entries."""
        return [self.named("message")["n"] for _ in range(count)]

    def all_numbers(self) -> list[int]:
        """Read to the end and give the numbers of all entries."""
        while self.event():
            pass
        return [json.loads(data)["n"] for name, data in self.events if name == "message"]
