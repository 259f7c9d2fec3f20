"""Decisions of matching."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories.stories import make_correction, make_hold, make_kill, make_story
from wireroom.kernel.newsitem import UpdateType
from wireroom.matching import rules


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "zone", "hours", "expected"),
    [
        ("2026-11-24T07:59", "UTC", [8, 17], "2026-11-24T08:00"),
        ("2026-11-24T08:00", "UTC", [8, 17], "2026-11-24T17:00"),
        ("2026-11-24T18:00", "UTC", [8, 17], "2026-11-25T08:00"),
        ("2026-11-24T18:00", "UTC", [], "2026-11-25T08:00"),
        ("2026-11-24T06:00", "Europe/Paris", [8], "2026-11-24T07:00"),
        ("2026-11-24T23:30", "Asia/Tokyo", [0], "2026-11-25T15:00"),
        ("2026-11-24T06:00", "Asia/Kathmandu", [12], "2026-11-24T06:15"),
        ("2026-11-24T06:00", "Mars/Olympus", [8], "2026-11-24T08:00"),
    ],
)
def test_a_digest_goes_out_at_the_next_chosen_hour_of_the_person_s_clock(
    now, zone, hours, expected
) -> None:
    assert rules.next_digest(at(now), zone, hours) == at(expected)


@pytest.mark.parametrize(
    ("now", "hour", "expected"),
    [
        ("2026-03-29T00:30", 2, "2026-03-29T01:00"),  # Paris skips 2 o'clock: it is 3
        ("2026-03-29T01:00", 2, "2026-03-30T00:00"),
        ("2026-10-24T23:30", 2, "2026-10-25T00:00"),  # and has 2 o'clock twice
        ("2026-10-25T00:00", 2, "2026-10-26T01:00"),
    ],
)
def test_a_digest_comes_once_on_days_when_the_clock_is_changed(now, hour, expected) -> None:
    assert rules.next_digest(at(now), "Europe/Paris", [hour]) == at(expected)


def test_the_names_that_iana_knows_are_time_zones_and_paths_are_not() -> None:
    assert rules.is_time_zone("America/Argentina/Buenos_Aires")
    assert not any(map(rules.is_time_zone, ("", "localtime", "../UTC", "Europe/paris", "Mars")))


def test_only_kills_holds_and_corrections_of_fact_break_through_a_muted_story() -> None:
    minor = make_correction(update_type=UpdateType.CORRECTION_MINOR)
    through = [make_kill(), make_hold(), make_correction()]
    silent = [make_story(), make_story(urgency=1), minor]
    assert all(rules.passes_story_mute(item) for item in through)
    assert not any(rules.passes_story_mute(item) for item in silent)


def test_only_flashes_and_stops_break_the_budget() -> None:
    assert all(map(rules.passes_budget, (make_story(urgency=1), make_kill(), make_hold())))
    assert not any(map(rules.passes_budget, (make_story(urgency=2), make_correction())))
