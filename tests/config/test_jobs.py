"""What need not be done in every round is done when its time has come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wireroom.config.jobs import every

MINUTE = timedelta(minutes=1)


def test_work_is_done_at_once_and_then_at_its_pace(now):
    done = []
    work = every(MINUTE, done.append)
    for seconds in (0, 1, 59, 60, 61, 120):
        assert work(now + timedelta(seconds=seconds)) is False
    assert [(moment - now).total_seconds() for moment in done] == [0, 60, 120]


def test_work_that_failed_is_made_up_for(now):
    done = []

    def flaky(moment):
        done.append(moment)
        if len(done) == 1:
            raise OSError("disk")

    work = every(MINUTE, flaky)
    with pytest.raises(OSError, match="disk"):
        work(now)
    work(now)
    work(now)
    assert len(done) == 2


def test_work_that_has_more_to_do_goes_on_at_once_and_then_pauses(now):
    left = [True, True, False]
    work = every(MINUTE, lambda _now: left.pop(0))
    assert [work(now) for _ in range(5)] == [True, True, False, False, False]
    assert left == []


def test_a_number_of_things_done_is_not_a_wish_for_more(now):
    done = []

    def tell(moment):
        done.append(moment)
        return 1

    work = every(MINUTE, tell)
    assert [work(now), work(now)] == [False, False]
    assert len(done) == 1
