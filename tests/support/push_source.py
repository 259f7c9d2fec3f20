"""A source for the push process that does as told: `python -m tests.support.push_source PATH`.

The test and the source speak over a unix socket at PATH: one JSON list a line. The log is kept by
the test, so that a source killed and started again finds it as it was.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import sys

from wireroom.delivery.push import frames, sse
from wireroom.delivery.push.seal import Seal, derive

KEY = derive("the key of the tests", "positions")
SEAL = Seal(KEY)
FORBIDDEN, NOTHING = "wrong", "nothing"
"""Tokens that are answered with 401 and 204; any other token is the name of its class."""


def event(epoch: str, seq: int, size: int = 0) -> bytes:
    """Spell entry `seq` of the log of the tests."""
    data = json.dumps({"n": seq, "pad": "x" * size}, separators=(",", ":")).encode()
    return sse.item(SEAL.seal(epoch, seq), data)


class Puppet:
    """Keeps a log of `[classes, size]` and answers as `Source` does, without a database."""

    def __init__(self, push: socket.socket, test: socket.socket) -> None:
        self.push, self.test = push, test
        self.frames = frames.Reader(frames.FromPush)
        self.lines = b""
        self.epoch, self.log = "e1", []
        self.passed = self.serial = 0
        self.open: set[str] = set()
        self.keep, self.answers = 1000, True
        self.resume: frames.Resume | None = None
        self.asked: list[frames.Lookup] = []

    def run(self) -> None:
        while True:
            ready = select.select([self.push, self.test], [], [])[0]
            if self.test in ready:
                data = self.test.recv(1 << 20)
                if not data:
                    return
                *lines, self.lines = (self.lines + data).split(b"\n")
                for line in lines:
                    name, *arguments = json.loads(line)
                    getattr(self, f"do_{name}")(*arguments)
                    self.test.sendall(b"ok\n")
            elif self.push in ready:
                data = self.push.recv(1 << 20)
                if not data:
                    return
                for message in self.frames.feed(data):
                    self.heed(message)

    def say(self, message: frames.FromSource) -> None:
        self.push.sendall(frames.encode(message))

    def do_begin(self, epoch: str, log: list, keep: int) -> None:
        """Begin with a log that exists; sends Ready as soon as Resume has come."""
        self.epoch, self.log, self.keep = epoch, log, keep
        while self.resume is None:
            for message in self.frames.feed(self.push.recv(1 << 20)):
                self.heed(message)
        goes_on = self.resume.epoch == epoch
        self.passed = self.resume.after if goes_on else len(log)
        self.say(frames.Ready(KEY, epoch, self.passed))
        if goes_on:
            self.open = {class_id for _, class_id in self.resume.streams}
        self.pass_on()

    def do_release(self, *entries: list) -> None:
        self.log += entries
        self.pass_on()

    def do_revoke(self, principal: str, reason: str) -> None:
        self.say(frames.Revoke(((principal, reason),)))

    def do_alive(self) -> None:
        self.say(frames.Alive())

    def do_hold(self) -> None:
        self.answers = False

    def do_answer(self) -> None:
        self.answers = True
        for lookup in self.asked:
            self.answer(lookup)
        self.asked.clear()

    def do_garbage(self) -> None:
        self.push.sendall(b"\0\0\0\4oops")

    def pass_on(self) -> None:
        for seq in range(self.passed + 1, len(self.log) + 1):
            classes, size = self.log[seq - 1]
            present = tuple(sorted(self.open & set(classes)))
            data = event(self.epoch, seq, size)
            self.say(frames.Wire(seq, (frames.Variant("v", data, present),) if present else ()))
            self.passed = seq

    def heed(self, message: frames.FromPush) -> None:
        match message:
            case frames.Resume():
                self.resume = message
            case frames.Lookups():
                for lookup in message.wanted:
                    self.answer(lookup) if self.answers else self.asked.append(lookup)
            case frames.Replay():
                self.replay(message)

    def answer(self, lookup: frames.Lookup) -> None:
        self.serial += 1
        name = lookup.secret or "public"
        status = {FORBIDDEN: 401, NOTHING: 204}.get(name, 200)
        if status != 200:
            self.say(frames.Answers((frames.Answer(lookup.conn, self.serial, status),)))
            return
        if name not in self.open:
            self.open.add(name)
            floor = max(0, self.passed - self.keep)
            texts = tuple(frames.Text(s, "v", d) for s, d in self.visible(name, floor, self.passed))
            self.say(frames.Open(name, floor, texts))
        answer = frames.Answer(lookup.conn, self.serial, 200, f"p-{name}", name, name.title())
        self.say(frames.Answers((answer,)))

    def replay(self, message: frames.Replay) -> None:
        upto = min(message.after + 7, self.passed)
        data = b"".join(d for _, d in self.visible(message.class_id, message.after, upto))
        self.say(frames.Chunk(message.conn, upto, data))

    def visible(self, name: str, after: int, upto: int) -> list[tuple[int, bytes]]:
        return [
            (seq, event(self.epoch, seq, self.log[seq - 1][1]))
            for seq in range(after + 1, upto + 1)
            if name in self.log[seq - 1][0]
        ]


def main() -> None:
    push = socket.socket(fileno=int(os.environ[frames.FD_VARIABLE]))
    with socket.socket(socket.AF_UNIX) as test:
        test.connect(sys.argv[1])
        test.sendall(f"{os.getpid()}\n".encode())
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            Puppet(push, test).run()


if __name__ == "__main__":
    main()
