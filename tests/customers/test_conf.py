"""Settings of demos."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from wireroom.customers.conf import DemoSettings, load


def test_without_settings_a_demo_lasts_two_weeks_and_is_not_delayed():
    assert load({}) == DemoSettings(days=14, delay_minutes=0, sample=False, disposable_domains=())


def test_settings_are_read():
    found = load(
        {
            "WIREROOM_DEMO_DAYS": "7",
            "WIREROOM_DEMO_DELAY_MINUTES": "15",
            "WIREROOM_DEMO_SAMPLE": "yes",
            "WIREROOM_DEMO_DISPOSABLE_DOMAINS": "Rival.example, ,two.example",
        }
    )
    assert found == DemoSettings(
        7, 15, sample=True, disposable_domains=("rival.example", "two.example")
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("DAYS", "0"), ("DAYS", "soon"), ("DELAY_MINUTES", "-1"), ("SAMPLE", "perhaps")],
)
def test_a_value_that_cannot_be_used_is_named(name, value):
    with pytest.raises(ImproperlyConfigured, match=f"WIREROOM_DEMO_{name}"):
        load({f"WIREROOM_DEMO_{name}": value})
