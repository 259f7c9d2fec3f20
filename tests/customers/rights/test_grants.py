"""Periods and their order: rules that need no database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wireroom.customers.policy import Channel, Grant, Level
from wireroom.customers.rights.grants import common_period, in_order, period_of_grant

DAY_ZERO = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 12).map(lambda days: DAY_ZERO + timedelta(days=days))
periods = st.tuples(moments, st.none() | moments)
codes = st.frozensets(st.sampled_from(["medtop:1", "medtop:2", "medtop:3"]))
grants = st.builds(
    Grant,
    product=st.sampled_from(["a", "b"]),
    level=st.sampled_from([Level.HEADLINE, Level.FULL]),
    topics=codes,
    query=st.sampled_from(["", "gas", "oil"]),
    delay=st.sampled_from([timedelta(0), timedelta(minutes=15)]),
    archive=st.sampled_from([None, timedelta(days=30)]),
    channels=st.frozensets(st.sampled_from(Channel), max_size=2),
    stories=st.frozensets(st.sampled_from("gh")),
    active_from=moments,
    active_to=st.none() | moments,
)


def inside(moment, period):
    return period is not None and period[0] <= moment and (period[1] is None or moment < period[1])


@given(periods, periods, moments)
def test_a_common_period_holds_exactly_the_moments_of_both(one, other, moment):
    both = inside(moment, one) and inside(moment, other)
    assert inside(moment, common_period(one, other)) == both


@given(periods, periods, moments, moments)
def test_no_right_ever_lies_outside_what_was_held(held, terms, now, moment):
    found = period_of_grant(held, terms, now)
    assert not inside(moment, found) or inside(moment, held)


@given(periods, periods, moments, moments)
def test_terms_that_are_over_count_only_while_they_ran(held, terms, now, moment):
    if terms[1] is not None:
        found = period_of_grant(held, terms, now)
        assert inside(moment, found) == (inside(moment, held) and inside(moment, terms))


@given(st.lists(grants), st.randoms(use_true_random=False))
def test_the_same_grants_come_in_the_same_order_without_doubles(found, random):
    shuffled = found * 2
    random.shuffle(shuffled)
    assert in_order(found) == in_order(shuffled)
    assert set(in_order(found)) == set(found)
