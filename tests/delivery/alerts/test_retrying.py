"""When to try again."""

from __future__ import annotations

from datetime import timedelta

from wireroom.delivery.alerts.retrying import Breaker, next_try, pause_of_one

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def test_within_the_day_it_is_when_it_was_asked_for_and_the_last_time_at_its_end(now):
    assert next_try(now + HOUR, now, 3, now) == now + HOUR
    assert next_try(now + 30 * HOUR, now, 3, now) == now + DAY


def test_after_the_day_it_is_given_up_unless_it_was_hardly_tried(now):
    assert next_try(now + DAY + HOUR, now, 12, now + DAY) is None
    assert next_try(now + DAY + HOUR, now, 11, now + DAY) == now + DAY + HOUR


def test_a_breaker_waits_twice_as_long_each_time_and_forgets_when_it_works(now):
    breaker = Breaker(MINUTE, 4 * MINUTE)
    assert not breaker.is_open(now)
    pauses = [breaker.fail(now) - now for _ in range(4)]
    assert pauses == [MINUTE, 2 * MINUTE, 4 * MINUTE, 4 * MINUTE]
    assert breaker.is_open(now + 3 * MINUTE)
    assert not breaker.is_open(now + 4 * MINUTE)
    breaker.succeed()
    assert (breaker.failures, breaker.is_open(now)) == (0, False)


def test_a_pause_that_is_asked_for_lengthens_and_never_shortens(now):
    breaker = Breaker(MINUTE, HOUR)
    assert breaker.fail(now, HOUR) == now + HOUR
    assert breaker.fail(now, timedelta()) == now + 2 * MINUTE
    assert breaker.fail(now, 99 * DAY) == now + DAY


def test_a_single_mail_waits_a_minute_then_longer_then_an_hour(now):
    assert [pause_of_one(tries, now) - now for tries in (0, 1, 2, 99)] == [
        MINUTE, MINUTE, 2 * MINUTE, HOUR,
    ]  # fmt: skip
