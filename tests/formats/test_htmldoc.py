"""One item as an HTML document."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given

from tests.factories.stories import make_correction, make_kill, make_story
from tests.formats.house import HOUSE, outgoing
from tests.formats.strategies import HOSTILE, items
from wireroom.formats import html, htmldoc
from wireroom.formats.projection import FULL
from wireroom.kernel.newsitem import EdNote, Rights

VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """An outside reader: elements closed in order, what is loaded, and the facts in the head."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.loaded: list[str] = []
        self.meta: dict[str, str] = {}
        self.html: dict[str, str | None] = {}
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        self.loaded += [name for name in found if name == "src" or name.startswith("on")]
        if tag == "html":
            self.html = found
        if tag == "meta" and found.get("name"):
            self.meta[str(found["name"])] = str(found["content"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(item, level=FULL, **over):
    return htmldoc.render(outgoing(item, level, **over), HOUSE, {})


@given(items)
def test_any_item_is_one_complete_document_that_loads_nothing(item):
    data = page(item)
    found = Page(data)
    assert data.startswith(b"<!doctype html>\n<html lang=")
    assert found.open == []
    assert found.loaded == []
    assert not found.tags & {"script", "style", "img", "iframe", "object", "form"}
    assert found.meta["guid"] == item.guid


@pytest.mark.parametrize("harm", HOSTILE)
def test_harm_never_becomes_an_element(harm):
    found = Page(page(make_story(headline=harm, byline=harm, standfirst=harm, slugline=harm)))
    assert not found.tags & {"script", "style", "img", "svg"}
    assert found.loaded == []


def test_the_story_its_rights_and_its_facts_are_in_it():
    item = make_story(rights=Rights(notice="© Agency", data_mining="reserved"), language="ar")
    data = page(item)
    found = Page(data)
    assert found.html == {"lang": "ar", "dir": "rtl"}
    assert html.body(item.body) in data.decode()
    assert '<p class="rights">© Agency</p>' in data.decode()
    assert found.meta["publishable"] == "yes"
    assert found.meta["tdm-reservation"] == "1"
    assert "tdm-reservation" not in Page(page(make_story())).meta


def test_notices_stand_above_the_headline():
    text = page(make_correction()).decode()
    assert text.index("CORRECTION: headline") < text.index("<h1>")
    kill = page(make_kill()).decode()
    assert kill.index("Mandatory kill") < kill.index("<h1>")
    assert Page(kill.encode()).meta["publishable"] == "no"
    assert "notices" not in page(make_story()).decode()


def test_a_note_keeps_its_lines():
    note = EdNote(text="one\ntwo", publishable=True)
    assert "one<br>two" in page(make_story(ednotes=(note,))).decode()
