"""The house's own JSON of one item."""

from __future__ import annotations

import json

from tests.factories.stories import make_kill, make_story
from tests.formats.house import HOUSE, outgoing
from wireroom.formats import itemjson
from wireroom.formats.projection import FULL, HEADLINE
from wireroom.formats.stream import event


def written(item, level=FULL, **over):
    return json.loads(itemjson.render(outgoing(item, level, **over), HOUSE, {}))


def test_it_is_what_a_stream_carries_and_more():
    for level in (HEADLINE, FULL):
        data = written(make_story(), level)
        stream = json.loads(event(outgoing(make_story(), level), level, "item"))
        assert {name: data[name] for name in stream} == stream
        assert set(data) - set(stream) == {"first_released_at", "publishable", "url"}


def test_it_says_whether_it_may_be_published():
    assert written(make_story())["publishable"]["answer"] == "yes"
    assert written(make_kill())["publishable"]["why"] == "killed"


def test_a_receiver_without_a_page_has_no_address():
    assert "url" not in written(make_story(), url="")
    assert written(make_story())["first_released_at"] == "2026-11-24T12:06:00.125Z"
