"""When a feed that failed is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wireroom.delivery.sending.pace import Pace

STEADY = Pace(share=lambda: 0.5)


@pytest.mark.parametrize(
    ("failures", "pause_s"), [(1, 5), (2, 300), (3, 1800), (4, 7200), (9, 86_400), (99, 86_400)]
)
def test_pauses_grow_to_a_day(failures, pause_s, now):
    assert STEADY.next_try(failures, now) == now + timedelta(seconds=pause_s)


def test_who_failed_together_comes_back_apart(now):
    early, late = Pace(share=lambda: 0.0), Pace(share=lambda: 1.0)
    assert early.next_try(2, now) == now + timedelta(seconds=270)
    assert late.next_try(2, now) == now + timedelta(seconds=330)


def test_a_receiver_may_ask_for_longer_but_not_for_ever_or_less(now):
    assert STEADY.next_try(1, now, timedelta(hours=2)) == now + timedelta(hours=2)
    assert STEADY.next_try(1, now, timedelta(days=99)) == now + timedelta(hours=24)
    assert STEADY.next_try(2, now, timedelta(seconds=1)) == now + timedelta(seconds=300)
