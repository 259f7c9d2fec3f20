"""Every real article in every format but XML, judged by schemas and outside readers."""

from __future__ import annotations

import json

import pytest

from tests.formats import schemas
from tests.formats.collections.lists import collection, parsed
from tests.formats.corpus import newest, stops
from tests.formats.house import HOUSE, outgoing
from tests.formats.iptc7901.readers import Agency, Editorial
from tests.formats.test_htmldoc import Page
from wireroom.formats import htmldoc, iptc7901, itemjson, ninjs, text, textdoc
from wireroom.formats.collections import atom, jsonfeed, rss
from wireroom.formats.iptc7901.charset import CHARSETS, fit
from wireroom.kernel.markup import one_line
from wireroom.kernel.newsitem import Heading, Paragraph

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def news(shared_data):
    found = newest(shared_data) + stops(shared_data)
    assert len(found) >= 2_077
    return [outgoing(item, number=number) for number, item in enumerate(found, 1)]


def test_ninjs_is_valid(news, shared_data):
    faults = schemas.ninjs(shared_data)
    for leaving in news:
        assert faults(ninjs.render(leaving, HOUSE, {"broader": True})) == []


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii", "cp1251"])
def test_iptc7901_is_read_by_both_readers(news, encoding):
    charset = CHARSETS[encoding]
    for number, leaving in enumerate(news, 1):
        data = iptc7901.render(leaving, HOUSE, {"encoding": encoding})
        one, two = Editorial.read(data, charset), Agency.read(data, charset)
        headline = fit(one_line(leaving.item.headline), charset)
        assert one.serial == number
        assert two.headline == headline
        assert two.blocks == [] or not leaving.item.is_stopped
        assert _asks(data.decode(charset)) <= _asks(_said(leaving, charset))


def _asks(words):
    return words.count("?")


def _said(leaving, charset):
    item = leaving.item
    words = [item.headline, item.standfirst, item.byline, text.body(item.body), leaving.url]
    words += [str(item.correction), *item.keywords]
    return "\n".join(fit(each, charset) for each in words)


def test_paragraphs_of_iptc7901_are_those_of_the_article(news):
    for leaving in news:
        plain = [each for each in leaving.item.body if isinstance(each, Paragraph | Heading)]
        blocks = Agency.read(iptc7901.render(leaving, HOUSE, {"width": 200})).blocks
        words = "".join(blocks).replace(" ", "")
        for block in plain:
            said = fit(one_line(text.body((block,))), "utf-8").replace(" ", "")
            assert said in words


def test_atom_rss_and_json_feed_are_valid_and_read_back(news, shared_data):
    judge, judge_json = schemas.atom(shared_data), schemas.json_feed(shared_data)
    for start in range(0, len(news), 100):
        some = collection(*news[start : start + 100])
        written = atom.render(some, HOUSE)
        assert judge(written) == []
        assert judge_json(jsonfeed.render(some, HOUSE)) == []
        for data in (written, rss.render(some, HOUSE)):
            entries = parsed(data).entries
            assert [(each.id, each.title, each.link) for each in entries] == [
                (each.item.guid, each.item.headline, each.url) for each in some.entries
            ]


def test_html_is_complete_and_balanced(news):
    for leaving in news:
        page = Page(htmldoc.render(leaving, HOUSE, {}))
        assert page.open == []
        assert page.loaded == []


def test_text_and_json_can_be_written(news):
    for leaving in news:
        assert leaving.item.headline in textdoc.render(leaving, HOUSE, {}).decode()
        assert json.loads(itemjson.render(leaving, HOUSE, {}))["guid"] == leaving.item.guid
