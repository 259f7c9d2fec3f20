"""Settings of feeds come from the environment, and bad ones are named."""

from __future__ import annotations

import pytest

from wireroom.delivery.conf import BadSetting, FeedSettings, load_feeds


def test_without_an_environment_the_defaults_hold() -> None:
    assert load_feeds({}) == FeedSettings(per_company=50, rewind_days=35, attempt_days=35)


def test_settings_are_read_and_bad_ones_named() -> None:
    assert load_feeds({"WIREROOM_FEEDS_PER_COMPANY": "7"}).per_company == 7
    for text in ("0", "-1", "many", "9999999999"):
        with pytest.raises(BadSetting, match="WIREROOM_FEEDS_REWIND_DAYS"):
            load_feeds({"WIREROOM_FEEDS_REWIND_DAYS": text})
