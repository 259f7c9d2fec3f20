"""Feeds in memory: each has numbers of its own, and everybody ends with exactly 1…N."""

from __future__ import annotations

import re

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from wireroom.delivery.push import feed_sse
from wireroom.delivery.push.feed_core import FeedHub
from wireroom.delivery.push.frames import Retract, Text

FEEDS = ("feed:a:1", "feed:b:1")
feeds = st.sampled_from(FEEDS)


def make_hub(**over):
    limits = {"ring_entries": 100, "ring_bytes": 1 << 20, "lag_limit_bytes": 1000}
    return FeedHub(heartbeat_s=15.0, seed=1, **limits | over)


def event(feed, number, size=0):
    return feed_sse.numbered(number, "story.released", b"%b %b" % (feed.encode(), b"." * size))


def void(feed, number):
    return feed_sse.numbered(number, "number.void", feed.encode())


def text(feed, number):
    return Text(number, feed, event(feed, number))


def opened(hub):
    for fd, feed in enumerate(FEEDS, 1):
        hub.open(feed, 0, ())
        hub.join(fd, len, feed, None, b"")
        hub.due(fd)
    return hub


def flushed(hub):
    return {fd: share.piece for fd, _, share in hub.take() if share.piece}


def test_the_same_number_of_two_feeds_is_two_things():
    hub = opened(make_hub())
    for feed in FEEDS:
        hub.extend(feed, [text(feed, 1)])
    assert flushed(hub) == {1: event(FEEDS[0], 1), 2: event(FEEDS[1], 1)}


def test_numbers_of_a_feed_that_is_not_open_go_nowhere():
    hub = opened(make_hub())
    hub.extend("feed:c:1", [text("feed:c:1", 1)])
    assert flushed(hub) == {}
    assert hub.held_bytes == 0


def test_the_newest_number_is_that_of_what_has_been_handed_out():
    hub = opened(make_hub(ring_entries=1))
    hub.open("feed:c:1", 41, ())
    hub.join(3, len, "feed:c:1", None, b"")
    assert (hub.newest(FEEDS[0]), hub.newest("feed:c:1"), hub.newest_for(3)) == (0, 41, 41)
    hub.extend(FEEDS[0], [text(FEEDS[0], n) for n in (1, 2, 3)])
    assert hub.newest(FEEDS[0]) == 0
    assert dict(hub.places()) == {FEEDS[0]: 3, FEEDS[1]: 0, "feed:c:1": 41}
    hub.take()
    assert (hub.newest(FEEDS[0]), hub.newest_for(1), hub.newest_for(2)) == (3, 3, 0)


def test_a_number_taken_back_is_void_for_who_has_not_been_sent_it_and_for_no_other_feed():
    hub = opened(make_hub())
    for feed in FEEDS:
        hub.extend(feed, [text(feed, 1), text(feed, 2)])
    hub.take()
    for fd, feed in enumerate(FEEDS, 1):
        hub.owe(fd, hub.shares[feed].piece, 0)
    one = FEEDS[0]
    hub.retract(Retract(2, feed_sse.mark(2), (Text(2, one, void(one, 2)),), one))
    got = {}
    for fd in (1, 2):
        got[fd] = b""
        while rest := hub.due(fd):
            got[fd] += bytes(rest)
            hub.settle(fd, len(rest))
    assert got == {
        1: event(one, 1) + void(one, 2),
        2: event(FEEDS[1], 1) + event(FEEDS[1], 2),
    }


class Model:
    """A reader as the test knows it."""

    def __init__(self, feed, after):
        self.feed, self.after, self.got = feed, after, b""

    def numbers(self):
        return [int(n) for n in re.findall(rb"id: (\d+)\nevent: [^\n]*\n[^\n]*\n\n", self.got)]

    @property
    def last(self):
        return max([self.after, *self.numbers()])


class Ledgers(RuleBasedStateMachine):
    """Two feeds, readers that stall and come back, numbers that become void."""

    @initialize(
        ring_entries=st.integers(1, 20),
        ring_bytes=st.sampled_from([300, 1 << 20]),
        lag_limit_bytes=st.sampled_from([1 << 20, 400]),
    )
    def begin(self, **limits):
        self.hub = make_hub(**limits)
        self.sizes = {feed: [] for feed in FEEDS}
        self.passed = dict.fromkeys(FEEDS, 0)
        self.void = {feed: {} for feed in FEEDS}
        self.readers, self.room, self.last_fd = {}, {}, 0
        for feed in FEEDS:
            self.open(feed)
            self._join(feed, 0)

    def spelled(self, feed, number):
        if number in self.void[feed]:
            return void(feed, number)
        return event(feed, number, self.sizes[feed][number - 1])

    @rule(feed=feeds)
    def open(self, feed):
        if feed not in self.hub.shares:
            self.passed[feed] = len(self.sizes[feed])
            self.hub.open(feed, self.passed[feed], ())

    @rule(feed=feeds, sizes=st.lists(st.integers(0, 30), max_size=5))
    def number(self, feed, sizes):
        self.sizes[feed] += sizes

    @rule(feed=feeds, count=st.integers(1, 5))
    def pass_on(self, feed, count):
        if feed not in self.hub.shares:
            return
        first = self.passed[feed] + 1
        last = min(len(self.sizes[feed]), first + count - 1)
        spelled = [(n, self.spelled(feed, n)) for n in range(first, last + 1)]
        self.hub.extend(feed, [Text(n, feed, data) for n, data in spelled])
        self.passed[feed] = max(last, first - 1)

    @rule(feed=feeds, data=st.data())
    def take_back(self, feed, data):
        left = set(range(1, len(self.sizes[feed]) + 1)) - self.void[feed].keys()
        if left:
            number = data.draw(st.sampled_from(sorted(left)))
            self.void[feed][number] = {
                fd: len(model.got) for fd, model in self.readers.items() if model.feed == feed
            }
            texts = (Text(number, feed, void(feed, number)),)
            self.hub.retract(Retract(number, feed_sse.mark(number), texts, feed))

    @rule()
    def flush(self):
        for fd, send, share in self.hub.take():
            data = share.piece
            if data and (sent := send(data)) < len(data):
                self.hub.owe(fd, data, sent)
        for fd in self.hub.too_slow():
            self.cut(fd)

    def send_to(self, fd):
        def send(data):
            taken = bytes(data[: self.room.get(fd, len(data))])
            if fd in self.room:
                self.room[fd] -= len(taken)
            self.readers[fd].got += taken
            return len(taken)

        return send

    def _join(self, feed, after):
        self.open(feed)
        self.flush()
        self.last_fd += 1
        self.readers[self.last_fd] = Model(feed, after)
        self.hub.join(self.last_fd, self.send_to(self.last_fd), feed, after, b"")
        self.drain(self.last_fd)

    @rule(feed=feeds, data=st.data())
    def join(self, feed, data):
        self._join(feed, data.draw(st.integers(0, self.passed[feed])))

    def drain(self, fd):
        while rest := self.hub.due(fd):
            sent = self.hub.readers[fd].send(rest)
            self.hub.settle(fd, sent)
            if sent < len(rest):
                return

    @precondition(lambda self: self.hub.readers)
    @rule(data=st.data(), room=st.integers(0, 80))
    def stall(self, data, room):
        self.room[data.draw(st.sampled_from(sorted(self.hub.readers)))] = room

    @precondition(lambda self: self.room)
    @rule(data=st.data())
    def wake(self, data):
        fd = data.draw(st.sampled_from(sorted(self.room)))
        del self.room[fd]
        if fd in self.hub.readers:
            self.drain(fd)

    @rule(count=st.integers(1, 6))
    def replay(self, count):
        self.flush()
        for fd in list(self.hub.readers):
            after, feed = self.hub.wants(fd), self.readers[fd].feed
            if after is not None:
                upto = min(after + count, self.passed[feed])
                data = b"".join(self.spelled(feed, n) for n in range(after + 1, upto + 1))
                self.hub.feed(fd, upto, data)
                self.drain(fd)

    def cut(self, fd):
        self.hub.leave(fd)
        self.room.pop(fd, None)

    @precondition(lambda self: self.hub.readers)
    @rule(data=st.data())
    def break_off_and_resume(self, data):
        self.flush()
        fd = data.draw(st.sampled_from(sorted(self.readers)))
        self.cut(fd)
        model = self.readers[fd]
        if model.last <= self.passed[model.feed]:
            self._join(model.feed, model.last)

    @rule(feed=feeds)
    def shut(self, feed):
        self.flush()
        self.hub.shut(feed)

    @invariant()
    def nobody_sees_a_gap_or_anything_of_another_feed(self):
        for model in getattr(self, "readers", {}).values():
            numbers = model.numbers()
            assert numbers == list(range(model.after + 1, model.after + 1 + len(numbers)))
            (other,) = {*FEEDS} - {model.feed}
            assert other.encode() not in model.got

    @invariant()
    def no_text_of_a_void_number_begins_after_it_was_taken_back(self):
        for fd, model in getattr(self, "readers", {}).items():
            for found in re.finditer(rb"id: (\d+)\nevent: story", model.got):
                had = self.void[model.feed].get(int(found[1]))
                assert had is None or found.start() < had.get(fd, 0)

    def teardown(self):
        if not hasattr(self, "hub"):
            return
        self.room.clear()
        for feed in FEEDS:
            self.pass_on(feed, len(self.sizes[feed]) + 1)
        self.flush()
        for fd in list(self.hub.readers):
            self.drain(fd)
        for _ in range(max(map(len, self.sizes.values())) + 2):
            self.replay(6)
        for fd in self.hub.readers:
            model = self.readers[fd]
            assert model.numbers() == list(range(model.after + 1, self.passed[model.feed] + 1))
        for feed in FEEDS:
            self.hub.shut(feed)
        assert self.hub.held_bytes == 0


TestEverything = Ledgers.TestCase
TestEverything.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
