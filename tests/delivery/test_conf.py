"""The push server's settings come from the environment, and bad ones are named."""

from __future__ import annotations

import pytest

from wireroom.delivery.conf import BadSetting, PushSettings, load
from wireroom.kernel.network import LOOPBACK


def test_without_an_environment_the_defaults_hold():
    assert load({}) == PushSettings()


def test_every_type_is_read():
    settings = load(
        {
            "WIREROOM_PUSH_HOST": "::1",
            "WIREROOM_PUSH_PORT": "9000",
            "WIREROOM_PUSH_HEARTBEAT_S": "2.5",
            "WIREROOM_PUSH_ORIGINS": "https://a.example, https://b.example",
        }
    )
    assert (settings.host, settings.port, settings.heartbeat_s) == ("::1", 9000, 2.5)
    assert settings.origins == ("https://a.example", "https://b.example")


def test_proxies_are_named_as_for_the_pages():
    settings = load({"WIREROOM_TRUSTED_PROXIES": "10.0.0.0/8, ::1"})
    assert [str(each) for each in settings.trusted_proxies] == ["10.0.0.0/8", "::1/128"]
    assert load({"WIREROOM_TRUSTED_PROXIES": "none"}).trusted_proxies == ()
    assert load({"WIREROOM_TRUSTED_PROXIES": ""}).trusted_proxies == LOOPBACK
    assert load({}).trusted_proxies == LOOPBACK
    with pytest.raises(BadSetting, match=r"WIREROOM_TRUSTED_PROXIES.*proxy\.example"):
        load({"WIREROOM_TRUSTED_PROXIES": "proxy.example"})


def test_what_the_command_line_says_wins():
    environ = {"WIREROOM_PUSH_PORT": "9000"}
    assert load(environ, port=0).port == 0
    assert load(environ, port=None).port == 9000


@pytest.mark.parametrize("value", ["many", "-1", "1.5"])
def test_a_bad_value_is_refused_by_name(value):
    with pytest.raises(BadSetting, match="WIREROOM_PUSH_RING_ENTRIES"):
        load({"WIREROOM_PUSH_RING_ENTRIES": value})
