"""The order in which the source looks at the wire."""

from __future__ import annotations

import contextlib
import socket

import pytest

from tests.factories.items import release
from wireroom.delivery.conf import PushSettings
from wireroom.delivery.push import frames
from wireroom.delivery.source.loop import Loop
from wireroom.kernel.clock import utc_now
from wireroom.wire import services, wakeup

pytestmark = pytest.mark.django_db(transaction=True)


class Push:
    """The push process's end of the line; the loop turns when it is told to."""

    def __init__(self, line, loop):
        self.line, self.loop = line, loop
        self._frames = frames.Reader(frames.FromSource)

    def turn(self):
        """Let the loop turn once: whether it goes on, and what it said, but for signs of life."""
        goes_on = self.loop._turn()
        said = b""
        with contextlib.suppress(BlockingIOError):
            while data := self.line.recv(1 << 20, socket.MSG_DONTWAIT):
                said += data
        told = [m for m in self._frames.feed(said) if not isinstance(m, frames.Alive)]
        return goes_on, told


@pytest.fixture
def push():
    ours, theirs = socket.socketpair()
    with ours, theirs, wakeup.Listener() as listener:
        push = Push(ours, Loop(PushSettings(), theirs, listener))
        ours.sendall(frames.encode(frames.Resume("", 0, ())))
        goes_on, (ready,) = push.turn()
        assert goes_on
        assert isinstance(ready, frames.Ready)
        yield push


def test_what_is_released_is_passed_on(push):
    release()
    assert push.turn() == (True, [frames.Wire(1, ())])


def test_no_entry_of_a_new_life_is_passed_on_as_one_of_the_old(push):
    services.begin_epoch(now=utc_now(), reason="restored")
    release()
    assert push.turn() == (False, [])
