"""The JSON of streams."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given

from tests.factories.stories import make_canary, make_story
from tests.formats.strategies import bodies, texts
from wireroom.formats.projection import FULL, HEADLINE, NothingToProject
from wireroom.formats.stream import Format, event, killed_event
from wireroom.kernel.newsitem import Block, EdNote, NewsItem, Profile, UpdateType

AT = datetime(2026, 11, 24, 6, 30, 0, 125_000, tzinfo=UTC)
TICKER_FIELDS = {
    "guid",
    "version",
    "released_at",
    "headline",
    "urgency",
    "update_type",
    "pub_status",
    "language",
    "genre",
}


class Entry(msgspec.Struct):
    """A released version, as the wire hands it over."""

    item: NewsItem
    released_at: datetime = AT


def decoded(item: NewsItem, level: int, fmt: Format) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(event(Entry(item), level, fmt))
    return data


def test_a_ticker_line_has_its_fields_and_no_other() -> None:
    line = decoded(make_canary(), FULL, "ticker")
    assert set(line) == TICKER_FIELDS
    assert line["released_at"] == "2026-11-24T06:30:00.125Z"


def test_an_item_at_the_full_level_has_its_text() -> None:
    data = decoded(make_story(), FULL, "item")
    assert data["level"] == "full"
    assert data["body"] == [{"type": "paragraph", "text": "The board met on Friday."}]
    assert data["urgency"] == 4


@pytest.mark.parametrize("fmt", get_args(Format))
def test_the_headline_level_has_no_byte_of_the_text(fmt: Format) -> None:
    assert b"CANARY" not in event(Entry(make_canary()), HEADLINE, fmt)


@pytest.mark.parametrize("fmt", get_args(Format))
@pytest.mark.parametrize("level", [HEADLINE, FULL])
def test_notes_for_the_desk_go_out_nowhere(fmt: Format, level: int) -> None:
    notes = (EdNote(text="CANARY"), EdNote(text="CANARY", role="contact", publishable=True))
    assert b"CANARY" not in event(Entry(make_story(ednotes=notes)), level, fmt)


@pytest.mark.parametrize("fmt", get_args(Format))
def test_a_reader_of_nothing_gets_nothing(fmt: Format) -> None:
    with pytest.raises(NothingToProject):
        event(Entry(make_story()), 0, fmt)


@given(bodies, texts)
def test_an_event_is_one_line_whatever_the_text(body: tuple[Block, ...], headline: str) -> None:
    data = event(Entry(make_story(body=body, headline=headline)), FULL, "item")
    assert not {0x0A, 0x0D} & set(data)
    assert json.loads(data)["headline"] == headline


@pytest.mark.parametrize("fmt", get_args(Format))
@pytest.mark.parametrize("level", [HEADLINE, FULL])
def test_a_version_of_a_killed_story_has_no_word_of_it(fmt: Format, level: int) -> None:
    item = make_canary()
    data = killed_event(Entry(item), level, fmt)
    assert b"CANARY" in event(Entry(item), FULL, "item")
    assert b"CANARY" not in data
    stub = json.loads(data)
    assert set(stub) == TICKER_FIELDS | ({"level", "profile"} if fmt == "item" else set())
    assert (stub["headline"], stub["pub_status"]) == ("", "canceled")


def test_a_version_of_a_killed_story_says_which_it_was_and_when() -> None:
    item = make_story(
        version=3, urgency=2, update_type=UpdateType.CORRECTION_FACT, profile=Profile.ADVISORY
    )
    stub = json.loads(killed_event(Entry(item), HEADLINE, "item"))
    assert stub == {
        "guid": item.guid,
        "version": 3,
        "language": "en",
        "released_at": "2026-11-24T06:30:00.125Z",
        "update_type": "correction_fact",
        "pub_status": "canceled",
        "urgency": 2,
        "genre": item.genre,
        "level": "headline",
        "profile": "advisory",
        "headline": "",
    }


@pytest.mark.parametrize("fmt", get_args(Format))
def test_a_reader_of_nothing_gets_nothing_of_a_killed_story_either(fmt: Format) -> None:
    with pytest.raises(NothingToProject):
        killed_event(Entry(make_story()), 0, fmt)
