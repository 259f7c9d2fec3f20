"""What a delivery says besides the item."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.factories.stories import make_canary, make_correction, make_hold, make_kill, make_story
from tests.formats.house import HOUSE, RELEASED, outgoing
from wireroom.formats.envelope import EVENTS, TEST, VOID, envelope, event_of
from wireroom.formats.projection import HEADLINE
from wireroom.formats.registry import format_of, formats
from wireroom.kernel.newsitem import UpdateType


@pytest.mark.parametrize(
    ("item", "event"),
    [
        (make_story(), "story.released"),
        (make_story(update_type=UpdateType.DEVELOPMENT), "story.updated"),
        (make_story(update_type=UpdateType.REPEAT), "story.updated"),
        (make_correction(), "story.corrected"),
        (make_story(update_type=UpdateType.CORRECTION_MINOR), "story.corrected"),
        (make_hold(), "story.held"),
        (make_kill(), "story.killed"),
        (make_kill(update_type=UpdateType.NEW), "story.killed"),
    ],
)
def test_every_version_is_an_event(item, event):
    assert event_of(item) == event
    assert event in EVENTS


def wrapped(leaving, code, options=None, **over):
    form = format_of(code)
    body = form.render(leaving, HOUSE, options or {})
    facts = {
        "feed": "fd_example",
        "number": 7,
        "event": event_of(leaving.item),
        "at": RELEASED,
        "format": form,
        "body": body,
        "outgoing": leaving,
    }
    return json.loads(envelope(**facts | over))


@pytest.mark.parametrize("code", [form.code for form in formats() if form.is_json])
def test_json_stands_in_the_envelope_as_it_is(code):
    leaving = outgoing(make_story())
    told = wrapped(leaving, code)
    assert told["type"] == "story.released"
    assert told["timestamp"] == "2026-11-24T12:06:00.125Z"
    assert told["data"]["item"] == json.loads(format_of(code).render(leaving, HOUSE, {}))
    assert "text" not in told["data"]


@pytest.mark.parametrize("code", [form.code for form in formats() if not form.is_json])
def test_every_other_format_is_a_string(code):
    leaving = outgoing(make_story(headline="Zürich – Ставка"))
    told = wrapped(leaving, code)
    assert told["data"]["format"] == code
    assert told["data"]["text"].encode() == format_of(code).render(leaving, HOUSE, {})
    assert "item" not in told["data"]


def test_a_text_in_another_character_set_is_read_with_it():
    options = {"encoding": "cp1251"}
    leaving = outgoing(make_story(headline="Ставка"))
    charset = format_of("iptc7901").charset(options)
    told = wrapped(leaving, "iptc7901", options, charset=charset)
    assert "Ставка =" in told["data"]["text"]


def test_it_says_which_story_which_version_and_what_may_be_done():
    data = wrapped(outgoing(make_kill()), "ninjs")["data"]
    assert (data["feed"], data["number"]) == ("fd_example", 7)
    assert (data["guid"], data["version"]) == (make_kill().guid, 2)
    assert data["released_at"] == "2026-11-24T12:06:00.125Z"
    assert data["publishable"]["answer"] == "no"
    assert data["publishable"]["why"] == "killed"


def test_an_embargo_names_its_end():
    item = make_story(embargoed_until=RELEASED + timedelta(hours=1))
    answer = wrapped(outgoing(item), "item")["data"]["publishable"]
    assert (answer["answer"], answer["until"]) == ("until", "2026-11-24T13:06:00.125Z")


def test_a_void_number_says_why_and_nothing_of_any_story():
    told = json.loads(
        envelope(feed="fd_example", number=8, event=VOID, at=RELEASED, void_why="killed")
    )
    assert told == {
        "type": "number.void",
        "timestamp": "2026-11-24T12:06:00.125Z",
        "data": {"feed": "fd_example", "number": 8, "void": "killed"},
    }


def test_a_test_has_no_number():
    told = wrapped(outgoing(make_story(), number=None), "ninjs", number=None, event=TEST)
    assert told["type"] == "feed.test"
    assert "number" not in told["data"]


def test_the_same_delivery_is_the_same_bytes_every_time():
    leaving = outgoing(make_story())
    assert wrapped(leaving, "ninjs") == wrapped(
        outgoing(make_story(), sent_at=RELEASED + timedelta(hours=5)), "ninjs"
    )


def test_the_headline_level_has_no_byte_of_the_text():
    for form in formats():
        told = json.dumps(wrapped(outgoing(make_canary(), HEADLINE), form.code))
        assert "CANARY" not in told
