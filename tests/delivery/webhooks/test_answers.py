"""What became of a post."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wireroom.delivery.webhooks.answers import Outcome, judge, pause_asked


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "delivered"), (202, "delivered"), (204, "delivered"), (410, "gone"),
        (300, "failed"), (301, "failed"), (308, "failed"), (400, "failed"), (404, "failed"),
        (429, "failed"), (500, "failed"), (503, "failed"), (600, "failed"),
    ],
)  # fmt: skip
def test_only_2xx_is_delivered_and_only_410_is_for_good(status, outcome, now):
    assert judge(status, "", now).outcome is Outcome(outcome)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120), (" 7 ", 7), ("0", 0),
        ("Tue, 24 Nov 2026 12:01:00 GMT", 60), ("Tue, 24 Nov 2026 11:00:00 GMT", 0),
        ("9" * 400, 10**7),
    ],
)  # fmt: skip
def test_a_pause_that_is_asked_for_is_read(text, seconds, now):
    assert pause_asked(text, now) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "soon", "-5", "1.5", "٣", "Tue, 99 Nov"])
def test_a_pause_that_nobody_can_read_is_none(text, now):
    assert pause_asked(text, now) is None
