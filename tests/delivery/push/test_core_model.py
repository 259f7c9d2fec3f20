"""Whatever joins, stalls, is cut and resumes: readers get exactly what they may, in order."""

from __future__ import annotations

import re

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from wireroom.delivery.push.core import Hub
from wireroom.delivery.push.frames import Retract, Text, Variant, Wire

CLASSES = ("a", "b", "c")
audiences = st.just(set(CLASSES)) | st.sets(st.sampled_from(CLASSES))


def mark(seq):
    return b"<%d|" % seq


def text(seq, size=0):
    return b"<%d|%b>" % (seq, b"." * size)


def stub(seq):
    return b"<%d|x>" % seq


class Model:
    """A reader as the test knows it: where it began and every byte that it got."""

    def __init__(self, class_id, after, killed):
        self.class_id, self.after, self.got = class_id, after, b""
        self.killed = dict.fromkeys(killed, 0)
        """For each entry of a killed story, how much this reader had got at the kill."""

    def numbers(self):
        return [int(n) for n in re.findall(rb"<(\d+)\|[.x]*>", self.got)]

    def texts(self):
        """Where in what it got the texts begin, complete or not, by entry."""
        return [(int(found[1]), found.start()) for found in re.finditer(rb"<(\d+)\|[.>]", self.got)]

    @property
    def last(self):
        return max([self.after, *self.numbers()])


class Wireful(RuleBasedStateMachine):
    @initialize(
        ring_entries=st.integers(1, 30),
        ring_bytes=st.sampled_from([200, 1 << 20]),
        lag_limit_bytes=st.sampled_from([1 << 20, 300, 20]),
    )
    def begin(self, **limits):
        self.hub = Hub(heartbeat_s=1.0, seed=0, **limits)
        self.wire = []
        self.killed = set()
        self.readers = {}
        self.last_fd = 0
        self.room = {}
        for class_id in CLASSES:
            self.open(class_id, 0)
            self._join(class_id, None)

    def visible(self, class_id, after, upto):
        return [n for n in range(after + 1, upto + 1) if class_id in self.wire[n - 1][0]]

    def spelled(self, seq):
        """What the source makes of an entry now."""
        return stub(seq) if seq in self.killed else text(seq, self.wire[seq - 1][1])

    def send_to(self, fd):
        """A socket that takes what there is room for, and remembers it."""

        def send(data):
            taken = bytes(data[: self.room.get(fd, len(data))])
            if fd in self.room:
                self.room[fd] -= len(taken)
            self.readers[fd].got += taken
            return len(taken)

        return send

    @rule(classes=audiences, size=st.integers(0, 20))
    def release(self, classes, size):
        self.wire.append((classes, size))
        seq = len(self.wire)
        present = tuple(sorted(classes))
        self.hub.append(Wire(seq, (Variant("v", text(seq, size), present),) if classes else ()))

    def owed(self):
        """Entries that some reader is owed outside the logs."""
        debts = (debt for share in self.hub.shares.values() for debt in share.lagging.values())
        return {int(n) for debt in debts for n in re.findall(rb"<(\d+)\|", debt.rest)}

    @precondition(lambda self: len(self.killed) < len(self.wire))
    @rule(data=st.data(), classes=audiences)
    def kill(self, data, classes):
        alive = set(range(1, len(self.wire) + 1)) - self.killed
        seq = data.draw(st.sampled_from(sorted(alive & self.owed() or alive)))
        self.killed.add(seq)
        for model in self.readers.values():
            model.killed[seq] = len(model.got)
        self.hub.retract(Retract(seq, mark(seq), (Text(seq, "v", stub(seq)),)))
        self.release(classes, 3)

    @rule(class_id=st.sampled_from(CLASSES), keep=st.integers(0, 20))
    def open(self, class_id, keep):
        self.flush()
        floor = max(0, len(self.wire) - keep)
        seqs = self.visible(class_id, floor, len(self.wire))
        variants = {n: "v.killed" if n in self.killed else "v" for n in seqs}
        self.hub.open(class_id, floor, [Text(n, variants[n], self.spelled(n)) for n in seqs])

    @rule()
    def flush(self):
        for fd, send, share in self.hub.take():
            data = share.piece
            if data and (sent := send(data)) < len(data):
                self.hub.owe(fd, data, sent)
        for fd in self.hub.too_slow():
            self.cut(fd)

    @rule(class_id=st.sampled_from(CLASSES), keep=st.integers(0, 20), data=st.data())
    def join(self, class_id, keep, data):
        self.open(class_id, keep)
        after = data.draw(st.none() | st.integers(0, len(self.wire)))
        self._join(class_id, after)

    def _join(self, class_id, after):
        self.last_fd += 1
        begin = len(self.wire) if after is None else after
        self.readers[self.last_fd] = Model(class_id, begin, self.killed)
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

    @precondition(lambda self: self.hub.readers)
    @rule(room=st.integers(0, 10))
    def stall_all(self, room):
        self.room |= dict.fromkeys(self.hub.readers, room)

    @precondition(lambda self: self.room)
    @rule(data=st.data(), room=st.none() | st.integers(1, 60))
    def wake(self, data, room):
        fd = data.draw(st.sampled_from(sorted(self.room)))
        del self.room[fd]
        if fd in self.hub.readers:
            if room is not None:
                self.room[fd] = room
            self.drain(fd)

    @rule(upto=st.integers(1, 9))
    def answer_replays(self, upto):
        self.flush()
        for fd in list(self.hub.readers):
            after = self.hub.wants(fd)
            if after is not None:
                end = min(after + upto, len(self.wire))
                seqs = self.visible(self.readers[fd].class_id, after, end)
                self.hub.feed(fd, end, b"".join(map(self.spelled, seqs)))
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

    @invariant()
    def no_text_of_a_killed_story_begins_after_the_kill(self):
        for model in getattr(self, "readers", {}).values():
            for seq, start in model.texts():
                assert start < model.killed.get(seq, len(model.got))

    @invariant()
    def the_books_are_right(self):
        if not hasattr(self, "hub"):
            return
        shares = self.hub.shares.values()
        blobs = {id(blob): blob for share in shares for blob in share.blobs}
        assert self.hub.held_bytes == sum(len(blob.data) for blob in blobs.values())
        for share in shares:
            for debt in share.lagging.values():
                ahead = share.texts(debt.at, share.flushed) if debt.at >= 0 else []
                assert debt.owed == len(debt.rest) + sum(len(blob.data) for blob in ahead)

    def teardown(self):
        if not hasattr(self, "hub"):
            return
        self.room.clear()
        for fd in list(self.hub.readers):
            self.drain(fd)
        for _ in range(len(self.wire) + 2):
            self.answer_replays(9)
        self.flush()
        self.no_text_of_a_killed_story_begins_after_the_kill()
        for fd in self.hub.readers:
            model = self.readers[fd]
            assert model.numbers() == self.visible(model.class_id, model.after, len(self.wire))
            assert self.hub.due(fd) == b""
        for name in CLASSES:
            self.hub.shut(name)
        assert self.hub.held_bytes == 0


TestEverything = Wireful.TestCase
TestEverything.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
