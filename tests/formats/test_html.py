"""Bodies as HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given

from tests.formats.strategies import HOSTILE, bodies
from wireroom.formats import html
from wireroom.kernel.newsitem import (
    Answer,
    Block,
    Heading,
    ListBlock,
    Paragraph,
    Question,
    Quote,
    Table,
)

TAGS = set(
    re.findall(
        r"\w+",
        "p h2 h3 h4 figure blockquote figcaption ol ul li div table caption thead tbody tr th td"
        " b strong em a",
    )
)
ATTRIBUTES = {"class", "href", "scope", "role", "tabindex", "aria-label"}


class Balance(HTMLParser):
    """An outside reader: notes tags, attributes and whether all that opens also closes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes.update(attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(bodies)
def test_any_body_gives_balanced_allowed_elements_only(body: tuple[Block, ...]) -> None:
    page = Balance(html.body(body))
    assert page.open == []
    assert page.tags <= TAGS
    assert set(page.attributes) <= ATTRIBUTES


@pytest.mark.parametrize("markup", HOSTILE)
def test_harm_never_becomes_an_element_or_an_address(markup: str) -> None:
    body = (
        Paragraph(text=markup),
        Quote(text=markup, source=markup),
        Table(rows=((markup,), (markup,)), caption=markup),
        Question(text=markup, speaker=markup),
    )
    page = Balance(html.body(body))
    assert page.tags <= TAGS
    assert set(page.attributes) <= ATTRIBUTES
    assert (page.attributes.get("href") or "https:").startswith("https:")


@pytest.mark.parametrize(
    ("block", "markup"),
    [
        (Paragraph(text="a <em>b</em> & c"), "<p>a <em>b</em> &amp; c</p>"),
        (Heading(text="Outlook", level=3), "<h3>Outlook</h3>"),
        (ListBlock(items=("a", "b")), "<ul><li>a</li><li>b</li></ul>"),
        (ListBlock(items=("a",), ordered=True), "<ol><li>a</li></ol>"),
        (
            Quote(text="Yes.", source="A minister"),
            (
                '<figure class="quote"><blockquote><p>Yes.</p></blockquote>'
                "<figcaption>A minister</figcaption></figure>"
            ),
        ),
    ],
)
def test_each_block_has_its_element(block: Block, markup: str) -> None:
    assert html.body((block,)) == markup


def test_a_table_has_a_caption_a_head_and_marks_its_figures() -> None:
    page = html.body((Table(rows=(("Year", "Rate"), ("2026", "15.5%")), caption="Key rate"),))
    assert "<caption>Key rate</caption>" in page
    assert '<th scope="col">Year</th>' in page
    assert '<td class="figure">15.5%</td>' in page


def test_a_table_without_a_header_row_has_no_head() -> None:
    page = html.body((Table(rows=(("a", "b"),), header=False),))
    assert "<th" not in page
    assert "<td>a</td>" in page


def test_a_speaker_is_named_where_the_voice_changes_and_not_again() -> None:
    page = html.body(
        (
            Question(text="Why?", speaker="Agency"),
            Answer(text="Because.", speaker="Minister"),
            Answer(text="And so.", speaker="Minister"),
            Question(text="When?", speaker="Agency"),
        )
    )
    assert page.count("Minister:") == 1
    assert page.count("Agency:") == 2
    assert page.count('class="interview"') == 1


def test_text_between_turns_parts_the_interview() -> None:
    page = html.body((Question(text="a"), Paragraph(text="b"), Answer(text="c")))
    assert page.count('class="interview"') == 2
