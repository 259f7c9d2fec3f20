"""JSON Feed 1.1, judged by its schema."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given

from tests.factories.stories import make_canary, make_kill, make_story
from tests.formats import schemas
from tests.formats.collections.lists import GONE, HOUSE, collection, of
from tests.formats.house import RELEASED, outgoing
from tests.formats.strategies import items
from wireroom.formats import html, text
from wireroom.formats.collections import jsonfeed
from wireroom.formats.projection import FULL, HEADLINE
from wireroom.kernel.newsitem import Subject


@pytest.fixture(scope="session")
def faults(shared_data):
    return schemas.json_feed(shared_data)


def rendered(*items, level=FULL, **over):
    return jsonfeed.render(of(*items, level=level, **over), HOUSE)


def written(*items, level=FULL, **over):
    return json.loads(rendered(*items, level=level, **over))


def test_any_list_is_valid(faults):
    @given(items)
    def check(item):
        for level in (HEADLINE, FULL):
            for url in ("", "https://example.com/s"):
                data = rendered(item, level=level, url=url)
                assert faults(data) == []
                assert json.loads(data)["items"][0]["id"] == item.guid

    check()


def test_the_schema_would_refuse_what_it_should(faults):
    good = written(make_story())
    assert faults(json.dumps(good).encode()) == []
    for wrong in ({"version": "1.1"}, {"publishable": "yes"}, {"items": [{"id": 1}]}):
        assert faults(json.dumps(good | wrong).encode()), wrong


def test_an_item_is_the_story():
    first = RELEASED - timedelta(hours=1)
    story = make_story(
        topics=(Subject(code="medtop:04000000", label="economy"),), keywords=("rates",)
    )
    (item,) = written(story, first_released_at=first)["items"]
    assert item["id"] == story.guid
    assert item["url"].startswith("https://example.com/stories/")
    assert item["title"] == story.headline
    assert item["summary"] == story.standfirst
    assert item["content_html"] == html.body(story.body)
    assert item["content_text"] == text.body(story.body)
    assert item["date_published"] == "2026-11-24T11:06:00.125Z"
    assert item["date_modified"] == "2026-11-24T12:06:00.125Z"
    assert item["authors"] == [{"name": "A. Reporter"}]
    assert item["tags"] == ["economy", "rates"]
    assert item["language"] == "en"


def test_what_the_format_has_no_word_for_is_in_our_extension():
    (item,) = written(make_kill())["items"]
    assert item["_wire"] == {
        "version": 2,
        "number": 7,
        "level": "full",
        "status": "canceled",
        "update_type": "kill",
        "urgency": 4,
        "publishable": {
            "answer": "no",
            "why": "killed",
            "text": "Killed: do not publish, and withdraw it where it was published.",
        },
    }
    (item,) = written(make_story(), number=None)["items"]
    assert "number" not in item["_wire"]


def test_the_headline_level_is_headline_and_link_alone():
    data = rendered(make_canary(), level=HEADLINE)
    assert b"CANARY" not in data
    (item,) = json.loads(data)["items"]
    assert item["content_text"] == item["title"] == make_canary().headline
    assert not {"summary", "content_html"} & set(item)
    assert b"CANARY" in rendered(make_canary())


def test_the_list_says_where_it_is_and_what_left_it():
    data = json.loads(
        jsonfeed.render(
            collection(outgoing(make_story()), gone=(GONE,), next_url="https://example.com/p2"),
            HOUSE,
        )
    )
    assert data["feed_url"] == "https://example.com/feeds/economy?a=1&b=2"
    assert data["home_page_url"] == "https://example.com/economy"
    assert data["next_url"] == "https://example.com/p2"
    assert data["authors"] == [{"name": "Example News Agency", "url": "https://example.com"}]
    assert data["_wire"]["gone"] == [{"guid": GONE.guid, "at": "2026-11-24T12:11:00.125Z"}]
    assert "hubs" not in data
    assert "next_url" not in written(make_story())
