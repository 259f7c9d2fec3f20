"""Where pages find the stream."""

from __future__ import annotations

import pytest

from wireroom.delivery.addresses import stream_source, stream_url


@pytest.mark.parametrize(
    ("setting", "host", "url", "source"),
    [
        ("", "127.0.0.1:8000", "http://127.0.0.1:8001/stream", "http://127.0.0.1:8001"),
        ("", "localhost", "http://localhost:8001/stream", "http://localhost:8001"),
        ("", "[::1]:8000", "http://[::1]:8001/stream", "http://[::1]:8001"),
        ("/stream", "127.0.0.1", "/stream", "'self'"),
        (
            "https://push.example/stream",
            "localhost",
            "https://push.example/stream",
            "https://push.example",
        ),
    ],
)
def test_the_stream_is_where_the_settings_say(rf, settings, setting, host, url, source):
    settings.WIREROOM_STREAM_URL, settings.WIREROOM_PUSH_PORT = setting, 8001
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    request = rf.get("/", headers={"host": host})
    assert stream_url(request) == url
    assert stream_source(request) == source
