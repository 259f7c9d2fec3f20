"""RSS 2.0, read by feedparser and held to the rules of W3C's validator."""

from __future__ import annotations

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from lxml import etree

from tests.factories.stories import make_canary, make_story
from tests.formats.collections.lists import GONE, HOUSE, SECOND, collection, of, parsed, when
from tests.formats.house import RELEASED, outgoing
from tests.formats.strategies import items
from wireroom.formats import html
from wireroom.formats.collections import rss
from wireroom.formats.projection import FULL, HEADLINE
from wireroom.kernel.newsitem import Paragraph, Rights, Subject

_DATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT"
)
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wire": "urn:wireroom:feed",
}


def written(*items, level=FULL, **over):
    return rss.render(of(*items, level=level, **over), HOUSE)


def item_of(data):
    (found,) = etree.fromstring(data).iter("item")
    return found


@given(items)
def test_any_list_keeps_the_validators_rules_and_is_read_back(item):
    for level in (HEADLINE, FULL):
        data = written(item, level=level)
        (entry,) = parsed(data).entries
        assert entry.id == item.guid
        assert broken_rules(data) == []


def broken_rules(data):
    """Name the rules of W3C's validator that a list breaks, of those that a schema would know."""
    channel = etree.fromstring(data).find("channel")
    found = [name for name in ("title", "link", "description") if not channel.findtext(name)]
    self_link = channel.find("atom:link[@rel='self']", NAMESPACES)
    found += [] if self_link is not None else ["MissingAtomSelfLink"]
    last = max(list(channel).index(each) for each in channel if each.tag != "item")
    for item in channel.iter("item"):
        found += ["MisplacedItem"] if list(channel).index(item) < last else []
        found += _item_rules(item)
    dates = [each.text for each in channel.iter("pubDate", "lastBuildDate")]
    return found + [date for date in dates if not _DATE.fullmatch(date)]


def _item_rules(item):
    names = [child.tag for child in item]
    encoded = f"{{{NAMESPACES['content']}}}encoded"
    rules = {
        "ItemMustContainTitleOrDescription": {"title", "description"} & set(names),
        "MissingGuid": "guid" in names,
        "InvalidPermalink": item.find("guid").get("isPermaLink") == "false",
        "NeedDescriptionBeforeContent": encoded not in names
        or names.index("description") < names.index(encoded),
        "NotBlank": all((each.text or "").strip() for each in item.iter("title", "category")),
        "DuplicateElement": all(
            names.count(name) <= 1 for name in ("title", "link", "guid", "pubDate", "description")
        ),
    }
    return [rule for rule, kept in rules.items() if not kept]


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        (b'isPermaLink="false"', b'isPermaLink="true"', "InvalidPermalink"),
        (b'rel="self"', b'rel="hub"', "MissingAtomSelfLink"),
        (b"12:06:00 GMT</pubDate>", b"12:06</pubDate>", "Tue, 24 Nov 2026 12:06"),
    ],
)
def test_the_rules_would_notice(good, bad, rule):
    assert broken_rules(written(make_story()).replace(good, bad)) == [rule]


def test_the_list_says_what_it_is_and_where():
    found = parsed(rss.render(collection(next_url="https://example.com/p2"), HOUSE))
    assert found.version == "rss20"
    assert found.feed.title == "Economy & markets"
    assert found.feed.link == "https://example.com/economy"
    assert found.feed.language == "en"
    assert when(found.feed.updated_parsed) == SECOND
    assert ("self", "https://example.com/feeds/economy?a=1&b=2") in {
        (link.rel, link.href) for link in found.feed.links
    }


def test_an_item_is_the_story():
    story = make_story(
        headline="Rates & bonds: yields up 5%",
        standfirst="Less than 3 < 4 & so on.",
        body=(Paragraph(text='A <em>b</em> &amp; <a href="https://example.com/?a=1&b=2">c</a>'),),
        topics=(Subject(code="medtop:04000000", label="economy"),),
        keywords=("rates",),
        rights=Rights(notice="© Agency."),
    )
    data = written(story)
    (entry,) = parsed(data).entries
    assert entry.title == "Rates & bonds: yields up 5%"
    assert entry.id == story.guid
    assert not entry.guidislink
    assert entry.link == "https://example.com/stories/00000000-0000-4000-8000-000000000001"
    assert entry.author == "A. Reporter"
    assert when(entry.published_parsed) == SECOND
    assert [(tag.term, tag.scheme) for tag in entry.tags] == [
        ("economy", "http://cv.iptc.org/newscodes/mediatopic/"),
        ("rates", None),
    ]
    assert entry.summary == "Less than 3 &lt; 4 &amp; so on."
    assert entry.content[0].value == html.body(story.body)
    assert item_of(data).findtext("dc:rights", namespaces=NAMESPACES) == "© Agency."


def test_the_time_is_that_of_publication_and_a_change_is_told_beside_it():
    first = RELEASED - timedelta(days=1)
    changed = item_of(written(make_story(version=2), first_released_at=first))
    assert parsedate_to_datetime(changed.findtext("pubDate")) == SECOND - timedelta(days=1)
    assert changed.findtext("atom:updated", namespaces=NAMESPACES) == "2026-11-24T12:06:00.125Z"
    assert item_of(written(make_story())).find("atom:updated", NAMESPACES) is None


def test_the_headline_level_is_headline_and_link_alone():
    data = written(make_canary(), level=HEADLINE)
    assert b"CANARY" not in data
    names = [child.tag for child in item_of(data)]
    assert "description" not in names
    assert not item_of(data).findall("content:encoded", NAMESPACES)
    assert item_of(data).findtext("link")
    assert b"CANARY" in written(make_canary())


def test_a_stopped_story_just_leaves():
    data = rss.render(collection(outgoing(make_story()), gone=(GONE,)), HOUSE)
    assert GONE.guid.encode() not in data


def test_a_numbered_list_says_what_may_be_done_and_a_public_one_has_no_such_elements():
    numbered = item_of(written(make_story()))
    assert numbered.find("wire:publishable", NAMESPACES).get("answer") == "yes"
    assert b"urn:wireroom" not in written(make_story(), number=None, feed="")
