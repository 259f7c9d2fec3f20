"""The site's feeds, read by a feed reader."""

from __future__ import annotations

from datetime import timedelta

import feedparser
import pytest

from tests.factories.items import make_item, make_kill
from tests.public.conftest import PRESS
from wireroom.kernel.newsitem import Paragraph, UpdateType

SUFFIXES = ("atom", "rss", "json")
BODY = (Paragraph(text="Nobody outside may read this sentence."),)


@pytest.fixture
def get(site):
    return lambda section="latest", suffix="atom", **headers: site.get(
        f"/feeds/{section}.{suffix}", headers=headers
    )


def test_a_reader_finds_headlines_with_links_and_no_text(release, get):
    entry = release(make_item(body=BODY))
    for suffix in ("atom", "rss"):
        answer = get(suffix=suffix)
        found = feedparser.parse(answer.content)
        assert not found.bozo
        [story] = found.entries
        assert story.title == entry.item.headline
        assert "/story/" in story.link
    assert b"this sentence" not in b"".join(get(suffix=suffix).content for suffix in SUFFIXES)


def test_what_is_free_has_its_text(release, get):
    release(make_item(body=BODY, genre=PRESS))
    for suffix in SUFFIXES:
        assert b"this sentence" in get("press-releases", suffix).content


def test_a_section_has_its_own_stories_only(release, get):
    release(make_item(headline="Plain news"))
    release(make_item(headline="A statement", genre=PRESS))
    found = feedparser.parse(get("press-releases").content)
    assert [entry.title for entry in found.entries] == ["A statement"]


def test_a_killed_story_leaves_and_a_grave_says_so(release, get):
    item = make_item(genre=PRESS, body=BODY)
    release(item)
    release(make_kill(item))
    for suffix in SUFFIXES:
        content = get("press-releases", suffix).content
        assert item.headline.encode() not in content
        assert b"this sentence" not in content
    atom = get("press-releases").content
    assert b"deleted-entry" in atom
    assert item.guid.encode() in atom
    assert b"KILL" not in atom
    [notice] = feedparser.parse(get("press-releases", "rss").content).entries
    assert (notice.title, notice.id) == (f"KILL: {item.slugline}", item.guid)


def test_a_correction_changes_the_entry_and_not_its_identity(release, get):
    item = make_item(genre=PRESS)
    release(item, ago=timedelta(minutes=9))
    [before] = feedparser.parse(get("press-releases").content).entries
    corrected = make_item(
        guid=item.guid, version=2, genre=PRESS, headline="Harbour reopens on Tuesday",
        update_type=UpdateType.CORRECTION_FACT,
    )  # fmt: skip
    release(corrected)
    [after] = feedparser.parse(get("press-releases").content).entries
    assert after.id == before.id
    assert after.published == before.published
    assert after.updated > before.updated
    assert after.title == "Harbour reopens on Tuesday"


def test_the_same_bytes_are_not_sent_twice(release, get):
    release(make_item())
    first = get()
    assert get(if_none_match=first.headers["ETag"]).status_code == 304
    release(make_item())
    assert get(if_none_match=first.headers["ETag"]).status_code == 200


def test_what_the_public_may_not_see_changes_nothing(release, press_for_all, client):
    release(make_item(genre=PRESS))
    before = client.get("/feeds/latest.atom")
    release(make_item(headline="For customers"))
    after = client.get("/feeds/latest.atom")
    assert before.content == after.content
    assert before.headers["ETag"] == after.headers["ETag"]


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        ("atom", "application/atom+xml; charset=utf-8"),
        ("rss", "application/rss+xml; charset=utf-8"),
        ("json", "application/feed+json; charset=utf-8"),
    ],
)
def test_each_says_what_it_is(get, suffix, kind):
    assert get(suffix=suffix).headers["Content-Type"] == kind


@pytest.mark.parametrize("address", ["sport.atom", "latest.pdf", "latest.", "Latest.atom"])
def test_what_is_no_feed_is_not_found(site, address):
    assert site.get(f"/feeds/{address}").status_code == 404


def test_pages_name_their_feeds(site):
    assert 'href="/feeds/latest.atom"' in site.get("/").text
    assert 'href="/feeds/interviews.rss"' in site.get("/interviews/").text
    assert "application/atom+xml" not in site.get("/about/").text
