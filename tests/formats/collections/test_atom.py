"""Atom, judged by the schema of RFC 4287 and read by feedparser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from lxml import etree
from msgspec.structs import replace

from tests.factories.stories import make_canary, make_kill, make_story
from tests.formats import schemas
from tests.formats.collections.lists import GONE, HOUSE, SECOND, collection, of, parsed, when
from tests.formats.house import RELEASED, outgoing
from tests.formats.strategies import items
from wireroom.formats import html
from wireroom.formats.collections import atom
from wireroom.formats.projection import FULL, HEADLINE
from wireroom.formats.text import printable
from wireroom.kernel.markup import one_line
from wireroom.kernel.newsitem import Paragraph, Rights, Subject

NAMESPACES = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "wire": "urn:wireroom:feed",
}


@pytest.fixture(scope="session")
def faults(shared_data):
    return schemas.atom(shared_data)


def written(*items, level=FULL, **over):
    return atom.render(of(*items, level=level, **over), HOUSE)


def tree(data):
    return etree.fromstring(data)


def test_any_list_is_valid_and_read_back(faults):
    @given(items)
    def check(item):
        for level in (HEADLINE, FULL):
            for url in ("", "https://example.com/s"):
                data = written(item, level=level, url=url)
                assert faults(data) == []
                (entry,) = parsed(data).entries
                assert entry.id == item.guid

    check()


def test_the_schema_would_refuse_what_it_should(faults):
    data = written(make_story())
    assert faults(data) == []
    assert faults(data.replace(b"<updated>2026-11-24T12:06:00.125Z</updated>", b""))
    assert faults(data.replace(b"<id>urn:", b"<uid>urn:").replace(b"01</id>", b"01</uid>"))


def test_the_list_says_what_it_is_and_where():
    found = parsed(atom.render(collection(next_url="https://example.com/feeds/economy?p=2"), HOUSE))
    links = {(link.rel, link.href) for link in found.feed.links}
    assert found.version == "atom10"
    assert found.feed.title == "Economy & markets"
    assert found.feed.id == "https://example.com/feeds/economy?a=1&b=2"
    assert found.feed.author == "Example News Agency (desk@example.com)"
    assert when(found.feed.updated_parsed) == SECOND
    assert links == {
        ("self", "https://example.com/feeds/economy?a=1&b=2"),
        ("alternate", "https://example.com/economy"),
        ("next", "https://example.com/feeds/economy?p=2"),
    }


def test_an_entry_is_the_story():
    item = make_story(
        headline="Rates < 15% & falling",
        body=(Paragraph(text='A <em>b</em> &amp; <a href="https://example.com/?a=1&b=2">c</a>'),),
        topics=(Subject(code="medtop:04000000", label="economy"),),
        keywords=("rates", "rates"),
        rights=Rights(notice="© Agency.", usage_terms="No framing."),
    )
    (entry,) = parsed(written(item)).entries
    assert entry.title == "Rates < 15% & falling"
    assert entry.id == item.guid
    assert entry.link == "https://example.com/stories/00000000-0000-4000-8000-000000000001"
    assert entry.summary == item.standfirst
    assert entry.author == "A. Reporter"
    assert entry.rights == "© Agency. No framing."
    assert [(tag.term, tag.scheme, tag.label) for tag in entry.tags] == [
        ("04000000", "http://cv.iptc.org/newscodes/mediatopic/", "economy"),
        ("rates", None, None),
    ]
    (content,) = entry.content
    assert content.type == "text/html"
    assert content.value == html.body(item.body)


def test_a_correction_keeps_its_identity_and_moves_updated():
    first = RELEASED - timedelta(days=1)
    (entry,) = parsed(written(make_story(version=2), first_released_at=first)).entries
    assert entry.id == make_story().guid
    assert when(entry.published_parsed) == SECOND - timedelta(days=1)
    assert when(entry.updated_parsed) == SECOND


def test_the_headline_level_is_headline_and_link_alone():
    data = written(make_canary(), level=HEADLINE)
    assert b"CANARY" not in data
    (entry,) = parsed(data).entries
    assert entry.title == make_canary().headline
    assert entry.link
    assert "content" not in entry
    assert "summary" not in entry
    assert b"CANARY" in written(make_canary())


def test_an_entry_without_a_page_has_its_headline_as_content():
    (entry,) = parsed(written(make_story(), level=HEADLINE, url="")).entries
    assert entry.content[0].value == make_story().headline


def test_what_left_is_a_tombstone_and_no_entry(faults):
    data = atom.render(collection(outgoing(make_story()), gone=(GONE,)), HOUSE)
    assert faults(data) == []
    (stone,) = tree(data).findall("at:deleted-entry", NAMESPACES)
    assert dict(stone.attrib) == {"ref": GONE.guid, "when": "2026-11-24T12:11:00.125Z"}
    assert [entry.id for entry in parsed(data).entries] == [make_story().guid]
    assert b"tombstones" not in written(make_story())


def test_a_numbered_list_says_number_version_and_what_may_be_done():
    (entry,) = tree(written(make_kill())).findall("a:entry", NAMESPACES)
    assert entry.findtext("wire:number", namespaces=NAMESPACES) == "7"
    assert entry.findtext("wire:version", namespaces=NAMESPACES) == "2"
    answer = entry.find("wire:publishable", NAMESPACES)
    assert dict(answer.attrib) == {"answer": "no", "why": "killed"}
    assert "do not publish" in answer.text


def test_a_public_list_has_no_elements_of_our_own():
    assert b"wire" not in written(make_story(), number=None, feed="").replace(b"Wireroom", b"")


def test_what_may_not_be_published_says_so_before_its_text():
    item = make_story(embargoed_until=RELEASED + timedelta(hours=1))
    (entry,) = parsed(written(item)).entries
    assert entry.content[0].value.startswith("<p><strong>Under embargo: do not publish before")


def test_an_entry_in_another_language_says_so():
    german = replace(make_story(), language="de_AT")
    (entry,) = tree(written(german)).findall("a:entry", NAMESPACES)
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "de-AT"
    (entry,) = tree(written(make_story())).findall("a:entry", NAMESPACES)
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") is None


@given(items)
def test_titles_are_read_back_whatever_is_in_them(item):
    title = printable(one_line(item.headline)).strip()
    (entry,) = parsed(written(replace(item, headline=title))).entries
    assert entry.title.split() == (title or item.guid).split()
