"""Work in threads, told of in one."""

from __future__ import annotations

import threading
import time

from wireroom.delivery.alerts.hands import Endings, Hands


def told_all(endings, hands, now, within_s=5.0):
    deadline_s = time.monotonic() + within_s
    while hands.busy and time.monotonic() < deadline_s:
        endings.wait(0.05)
        endings.tell(now)


def test_the_end_is_told_in_the_thread_that_asks_with_what_came_out(now):
    endings, found = Endings(), []
    hands = Hands("test", 2, endings)
    where = threading.get_ident()

    def then(result, at):
        found.append((result, at, threading.get_ident() == where))

    hands.give(threading.get_ident, then)
    assert hands.free == 1
    told_all(endings, hands, now)
    ((result, at, is_here),) = found
    assert result != where
    assert (at, is_here, hands.free) == (now, True, 2)


def test_what_is_raised_is_told_and_the_hand_is_free_again(now):
    endings, found = Endings(), []
    hands = Hands("test", 1, endings)

    def fail():
        raise OSError("no")

    hands.give(fail, lambda result, _now: found.append(result))
    told_all(endings, hands, now)
    assert isinstance(found[0], OSError)
    assert hands.free == 1


def test_nothing_that_ended_is_not_waited_for(now):
    endings = Endings()
    began_s = time.monotonic()
    assert endings.tell(now) is False
    endings.wait(0.05)
    assert time.monotonic() - began_s < 2
