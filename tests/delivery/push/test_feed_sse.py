"""Places of feeds, and what is said about them."""

from __future__ import annotations

import pytest

from wireroom.delivery.push import feed_sse, sse
from wireroom.delivery.push.feed_sse import Place, read_place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", Place(None)),
        ("now", Place(None)),
        ("0", Place(0)),
        ("now-0", Place(0)),
        ("1", Place(1, is_claim=True)),
        ("007", Place(7, is_claim=True)),
        ("now-7", Place(7)),
        ("9", Place(9, is_claim=True)),
        ("10", Place(None, trouble="future")),
        ("now-10", Place(None, trouble="future")),
        ("9" * 18, Place(None, trouble="future")),
        ("9" * 19, Place(None, trouble="unknown_id")),
        ("-1", Place(None, trouble="unknown_id")),
        ("1.0", Place(None, trouble="unknown_id")),
        (" 1", Place(None, trouble="unknown_id")),
        ("1\n", Place(None, trouble="unknown_id")),
        ("٣", Place(None, trouble="unknown_id")),
        ("Now", Place(None, trouble="unknown_id")),
        ("earliest", Place(None, trouble="unknown_id")),
    ],
)
def test_a_place_is_a_number_that_there_is(text, place):
    assert read_place(text, 9) == place


def test_a_number_begins_with_its_mark_and_nothing_else_of_its_stream_does():
    event = feed_sse.numbered(12, "story.released", b'{"text":"id: 12\\nevent: story"}')
    assert event == (b'id: 12\nevent: story.released\ndata: {"text":"id: 12\\nevent: story"}\n\n')
    others = [
        feed_sse.numbered(112, "story.killed", b"{}"),
        feed_sse.numbered(1, "story.killed", b"{}"),
        feed_sse.hello("fd_1", "item", "e1", 12, retry_ms=1000, is_from_now=True),
        feed_sse.reset("future", 12),
        feed_sse.heartbeat(12),
        feed_sse.bye("feed_paused"),
    ]
    assert event.count(feed_sse.mark(12)) == 1
    assert not any(feed_sse.mark(12) in other for other in others)


@pytest.mark.parametrize("data", [b"{\n}", b"{}\r"])
def test_an_event_that_would_end_early_is_refused(data):
    with pytest.raises(sse.BrokenEvent):
        feed_sse.numbered(1, "story.released", data)


def test_who_reads_a_feed_that_rests_waits_longer_than_one_that_changed():
    assert feed_sse.bye("feed_paused").startswith(b"retry: 30000\n")
    assert b"retry" not in feed_sse.bye("feed_changed")
    assert b"retry" not in feed_sse.bye("rights_changed")
