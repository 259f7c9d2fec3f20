"""Devices in words."""

from __future__ import annotations

import pytest

from wireroom.customers.access.devices import device

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (
            f"{MOZILLA} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (f"{MOZILLA} (Windows NT 10.0) {WEBKIT} Chrome/140.0 Safari/537.36", "Chrome on Windows"),
        (f"{MOZILLA} (Windows NT 10.0) {WEBKIT} Chrome/140 Safari/1 Edg/140.0", "Edge on Windows"),
        (f"{MOZILLA} (Linux; Android 15) {WEBKIT} Chrome/140 Mobile Safari/1", "Chrome on Android"),
        (
            f"{MOZILLA} (iPhone; CPU iPhone OS 18 like Mac OS X) Version/18 Safari/1",
            "Safari on iPhone",
        ),
        ("curl/8.5.0", "curl"),
        ("", "Unknown device"),
        ("/", "Unknown device"),
        ("x" * 500, "x" * 40),
    ],
)
def test_a_browser_is_said_in_words(agent, expected):
    assert device(agent) == expected
