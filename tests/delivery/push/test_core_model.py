"""Whatever joins, stalls, is cut and resumes: readers get exactly what they may, in order."""

from __future__ import annotations

import re

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from wireroom.delivery.push.core import Hub
from wireroom.delivery.push.frames import Text, Variant, Wire

CLASSES = ("a", "b", "c")


def text(seq, size=0):
    return b"<%d%b>" % (seq, b"." * size)


class Model:
    """A reader as the test knows it: where it began and every byte that it got."""

    def __init__(self, class_id, after):
        self.class_id, self.after, self.got = class_id, after, b""

    def numbers(self):
        return [int(n) for n in re.findall(rb"<(\d+)\.*>", self.got)]

    @property
    def last(self):
        return max([self.after, *self.numbers()])


class Wireful(RuleBasedStateMachine):
    @initialize(
        ring_entries=st.integers(1, 30),
        ring_bytes=st.sampled_from([200, 1 << 20]),
        lag_limit_bytes=st.sampled_from([20, 300, 1 << 20]),
    )
    def begin(self, **limits):
        self.hub = Hub(heartbeat_s=1.0, seed=0, **limits)
        self.wire = []
        self.readers = {}
        self.last_fd = 0
        self.room = {}

    def visible(self, class_id, after, upto):
        return [n for n in range(after + 1, upto + 1) if class_id in self.wire[n - 1][0]]

    def send_to(self, fd):
        """A socket that takes what there is room for, and remembers it."""

        def send(data):
            taken = bytes(data[: self.room.get(fd, len(data))])
            if fd in self.room:
                self.room[fd] -= len(taken)
            self.readers[fd].got += taken
            return len(taken)

        return send

    @rule(classes=st.sets(st.sampled_from(CLASSES)), size=st.integers(0, 20))
    def release(self, classes, size):
        self.wire.append((classes, size))
        seq = len(self.wire)
        present = tuple(sorted(classes))
        self.hub.append(Wire(seq, (Variant("v", text(seq, size), present),) if classes else ()))

    @rule(class_id=st.sampled_from(CLASSES), keep=st.integers(0, 20))
    def open(self, class_id, keep):
        self.flush()
        floor = max(0, len(self.wire) - keep)
        seqs = self.visible(class_id, floor, len(self.wire))
        self.hub.open(class_id, floor, [Text(n, "v", text(n, self.wire[n - 1][1])) for n in seqs])

    @rule()
    def flush(self):
        for fd, send, share in self.hub.take():
            data = share.piece
            if data and (sent := send(data)) < len(data):
                self.hub.owe(fd, data, sent)
        for fd in self.hub.too_slow():
            self.cut(fd)

    @rule(class_id=st.sampled_from(CLASSES), data=st.data())
    def join(self, class_id, data):
        if class_id not in self.hub.shares:
            return
        self.flush()
        after = data.draw(st.none() | st.integers(0, len(self.wire)))
        self._join(class_id, after)

    def _join(self, class_id, after):
        self.last_fd += 1
        self.readers[self.last_fd] = Model(class_id, len(self.wire) if after is None else after)
        self.hub.join(self.last_fd, self.send_to(self.last_fd), class_id, after, b"hi")
        self.drain(self.last_fd)

    def drain(self, fd):
        send = self.hub.readers[fd].send
        while rest := self.hub.due(fd):
            sent = send(rest)
            self.hub.settle(fd, sent)
            if sent < len(rest):
                return

    @precondition(lambda self: self.hub.readers)
    @rule(data=st.data(), room=st.integers(0, 60))
    def stall(self, data, room):
        self.room[data.draw(st.sampled_from(sorted(self.hub.readers)))] = room

    @precondition(lambda self: self.room)
    @rule(data=st.data())
    def wake(self, data):
        fd = data.draw(st.sampled_from(sorted(self.room)))
        del self.room[fd]
        if fd in self.hub.readers:
            self.drain(fd)

    @rule(upto=st.integers(1, 9))
    def answer_replays(self, upto):
        self.flush()
        for fd in list(self.hub.readers):
            after = self.hub.wants(fd)
            if after is not None:
                end = min(after + upto, len(self.wire))
                seqs = self.visible(self.readers[fd].class_id, after, end)
                self.hub.feed(fd, end, b"".join(text(n, self.wire[n - 1][1]) for n in seqs))
                self.drain(fd)

    def cut(self, fd):
        self.hub.leave(fd)
        self.room.pop(fd, None)

    @precondition(lambda self: self.hub.readers)
    @rule(data=st.data())
    def break_off_and_resume(self, data):
        fd = data.draw(st.sampled_from(sorted(self.hub.readers)))
        self.flush()
        if fd in self.hub.readers:
            self.cut(fd)
        model = self.readers[fd]
        self._join(model.class_id, model.last)

    @rule(class_id=st.sampled_from(CLASSES))
    def shut(self, class_id):
        self.hub.shut(class_id)

    @invariant()
    def everybody_has_a_beginning_of_what_is_theirs(self):
        for model in getattr(self, "readers", {}).values():
            expected = self.visible(model.class_id, model.after, len(self.wire))
            numbers = model.numbers()
            assert numbers == expected[: len(numbers)]

    def teardown(self):
        if not hasattr(self, "hub"):
            return
        self.room.clear()
        for fd in list(self.hub.readers):
            self.drain(fd)
        for _ in range(len(self.wire) + 2):
            self.answer_replays(9)
        self.flush()
        for fd in self.hub.readers:
            model = self.readers[fd]
            assert model.numbers() == self.visible(model.class_id, model.after, len(self.wire))
            assert self.hub.due(fd) == b""
        for name in CLASSES:
            self.hub.shut(name)
        assert self.hub.held_bytes == 0


TestEverything = Wireful.TestCase
TestEverything.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
