"""How fast a replay goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wireroom.desk.replay.pace import BadPace, pace

AT = datetime(2020, 1, 1, tzinfo=UTC)


def test_real_keeps_the_gaps_of_the_source_up_to_the_longest():
    real = pace("real", 60.0)
    assert real.wait_s(None, AT) == 0
    assert real.wait_s(AT, AT + timedelta(seconds=7)) == 7
    assert real.wait_s(AT, AT + timedelta(days=7)) == 60
    assert real.wait_s(AT, AT - timedelta(days=7)) == 0


def test_a_number_is_items_a_second_and_max_never_waits():
    assert pace("4", 60.0).wait_s(AT, AT) == 0.25
    assert pace("max", 60.0).wait_s(AT, AT + timedelta(days=1)) == 0


@pytest.mark.parametrize("text", ["", "fast", "0", "-1", "nan", "inf"])
def test_any_other_pace_is_refused(text):
    with pytest.raises(BadPace, match="real, max or a number"):
        pace(text, 60.0)
