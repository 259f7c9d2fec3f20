"""Requests are counted by all processes together."""

from __future__ import annotations

from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from wireroom.delivery.api.limits import SLOTS, Counters

PROCESSES, EACH = 4, 500


def ask(path: Path, now: Any) -> None:
    counters = Counters(path)
    for _ in range(EACH):
        counters.count(7, 10, now)


def test_processes_count_together(tmp_path: Path, now: Any) -> None:
    path = tmp_path / "run" / "counters"
    Counters(path).close()
    context = get_context("fork")
    children = [context.Process(target=ask, args=(path, now)) for _ in range(PROCESSES)]
    for child in children:
        child.start()
    for child in children:
        child.join()
        assert child.exitcode == 0
    counters = Counters(path)
    standing = counters.count(7, PROCESSES * EACH + 5, now)
    assert (standing.left, standing.is_over) == (4, False)
    counters.close()


def test_a_window_begins_with_its_first_request_and_ends_after_a_minute(
    tmp_path: Path, now: Any
) -> None:
    counters = Counters(tmp_path / "counters")
    assert not counters.count(1, 1, now).is_over
    later = counters.count(1, 1, now + timedelta(seconds=30))
    assert (later.is_over, later.left, later.reset_s) == (True, 0, 30)
    assert later.headers["Retry-After"] == "30"
    fresh = counters.count(1, 1, now + timedelta(seconds=60))
    assert not fresh.is_over
    assert "Retry-After" not in fresh.headers
    counters.close()


def test_keys_that_share_a_place_are_counted_apart(tmp_path: Path, now: Any) -> None:
    counters = Counters(tmp_path / "counters")
    for key in (5, 5 + SLOTS, 6):
        assert counters.count(key, 9, now).left == 8
    assert counters.count(5, 9, now).left == 7
    counters.close()
