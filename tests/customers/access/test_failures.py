"""How many rows a storm of failures writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wireroom.customers.access.failures import EACH, EVERYBODY, FailureCounts

MINUTE = timedelta(minutes=1)


def written(counts, address, now, times):
    return [n for _ in range(times) if (n := counts.count(address, now)) is not None]


def test_the_first_ones_are_written_and_then_ever_fewer(now):
    assert written(FailureCounts(), "192.0.2.1", now, 100) == [1, 2, 3, 4, 5, 8, 16, 32, 64]


def test_a_minute_later_it_begins_anew_and_others_have_a_count_of_their_own(now):
    counts = FailureCounts()
    written(counts, "192.0.2.1", now, 100)
    assert written(counts, "192.0.2.1", now + MINUTE, 7) == [1, 2, 3, 4, 5]
    assert written(counts, "192.0.2.2", now, 2) == [1, 2]


def test_one_share_of_ipv6_counts_as_one(now):
    counts = FailureCounts()
    found = [counts.count(f"2001:db8:0:1::{n:x}", now) for n in range(1, 200)]
    assert len([n for n in found if n is not None]) == EACH + 5
    assert counts.count("2001:db8:0:2::1", now) == 1


def test_a_storm_from_everywhere_is_bounded_too(now):
    counts = FailureCounts()
    found = [counts.count(f"10.{n // 250}.{n % 250}.1", now) for n in range(5_000)]
    assert len([n for n in found if n is not None]) <= EVERYBODY + 13


@given(st.lists(st.sampled_from(["192.0.2.1", "", "nonsense", "::1"]), max_size=300))
def test_memory_and_rows_stay_bounded(addresses):
    counts = FailureCounts()
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    rows = sum(counts.count(address, moment) is not None for address in addresses)
    assert rows <= 4 * (EACH + len(addresses).bit_length())
