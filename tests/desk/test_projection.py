"""From the editor's fields to the news item, block by block."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from wireroom.desk.models import Desk, Story
from wireroom.desk.projection import project
from wireroom.kernel.newsitem import (
    Answer,
    Block,
    Company,
    EdNote,
    Entity,
    Heading,
    Instrument,
    ListBlock,
    NewsItem,
    Paragraph,
    PubStatus,
    Question,
    Quote,
    Rights,
    Subject,
    Table,
    UpdateType,
    canonical,
    parse,
)


def story(*blocks: tuple[str, Any], **fields: Any) -> Story:
    """Make a story that is nowhere in a database."""
    raw = [{"type": kind, "value": value} for kind, value in blocks]
    fields.setdefault("headline", "Headline")
    return Story(body=json.dumps(raw), **fields)


def body(now: datetime, *blocks: tuple[str, Any]) -> tuple[Block, ...]:
    return project(story(*blocks), latest=None, now=now).body


@pytest.mark.parametrize(
    ("block", "becomes"),
    [
        (
            ("paragraph", '<p data-block-key="a">One <b>bold</b> <i>word</i></p><p>Two</p>'),
            (
                Paragraph(text="One <strong>bold</strong> <em>word</em>"),
                Paragraph(text="Two"),
            ),
        ),
        (("paragraph", "<p></p>"), ()),
        (
            ("paragraph", '<p><a href="https://example.com/?a=1&amp;b=2">Link</a></p>'),
            (Paragraph(text='<a href="https://example.com/?a=1&amp;b=2">Link</a>'),),
        ),
        (
            ("paragraph", '<p><a href="javascript:alert(1)">x</a><script>bad()</script></p>'),
            (Paragraph(text="<a>x</a>"),),
        ),
        (("heading", "Gas & <oil>"), (Heading(text="Gas &amp; &lt;oil&gt;"),)),
        (("heading", "  "), ()),
        (
            ("quote", {"text": "<p>We agreed.</p>", "source": "The minister"}),
            (Quote(text="We agreed.", source="The minister"),),
        ),
        (
            ("list", {"items": ["<p>One</p>", "<p>Two</p>", "<p></p>"], "ordered": True}),
            (ListBlock(items=("One", "Two"), ordered=True),),
        ),
        (
            (
                "table",
                {"caption": "Prices", "rows": "Month | Price\nMay | 10\nJune", "header": True},
            ),
            (Table(rows=(("Month", "Price"), ("May", "10"), ("June", "")), caption="Prices"),),
        ),
        (
            ("table", {"caption": "", "rows": "a\tb|c\n\t2", "header": False}),
            (Table(rows=(("a", "b", "c"), ("", "2", "")), header=False),),
        ),
        (
            ("question", {"speaker": "Reporter", "text": "<p>Why?</p>"}),
            (Question(text="Why?", speaker="Reporter"),),
        ),
        (
            ("answer", {"speaker": "Minister", "text": "<p>First.</p><p>Second.</p>"}),
            (
                Answer(text="First.", speaker="Minister"),
                Answer(text="Second.", speaker="Minister"),
            ),
        ),
    ],
)
def test_each_block_becomes_its_kind(
    block: tuple[str, Any], becomes: tuple[Block, ...], now: datetime
) -> None:
    assert body(now, block) == becomes


ABOUT = [
    {"type": "company", "value": {"name": "Gas AG", "ticker": "GAZ", "isin": "", "mic": "XETR"}},
    {
        "type": "company",
        "value": {"name": "Gas AG", "ticker": "", "isin": "DE0001234567", "mic": ""},
    },
    {"type": "person", "value": {"name": "A. Minister", "code": ""}},
    {"type": "organisation", "value": {"name": "UN", "code": "org:un"}},
    {"type": "place", "value": {"name": "Moscow", "code": ""}},
]
NOTES = [
    {"type": "note", "value": {"role": "advisory", "text": "More at 5", "publishable": True}},
    {"type": "note", "value": {"role": "contact", "text": "+1 555", "publishable": True}},
]


def test_the_fields_arrive(now: datetime, settings: Any) -> None:
    settings.WIREROOM_DESK_RIGHTS_HOLDER = "The agency"
    settings.WIREROOM_DESK_RIGHTS_NOTICE = "© The agency"
    settings.WIREROOM_DESK_DATA_MINING = "reserved"
    item = project(
        story(
            slugline="GAS/TALKS",
            standfirst="Stand\nfirst",
            dateline="MOSCOW, Nov 24",
            byline="By A. Writer",
            urgency=2,
            genre="genre:Interview",
            desk=Desk(name="Economy"),
            topics=["medtop:20000370"],
            keywords="gas, prices,",
            about=json.dumps(ABOUT),
            ednotes=json.dumps(NOTES),
        ),
        latest=None,
        now=now,
    )

    assert item.update_type is UpdateType.NEW
    assert (item.slugline, item.standfirst, item.desk) == ("GAS/TALKS", "Stand first", "Economy")
    assert (item.urgency, item.genre) == (2, "genre:Interview")
    assert item.topics == (
        Subject(
            code="medtop:20000370",
            label="inflation",
            broader=("medtop:20000346", "medtop:20000344", "medtop:04000000"),
        ),
    )
    assert item.keywords == ("gas", "prices")
    assert item.companies == (
        Company(
            name="Gas AG",
            instruments=(Instrument(ticker="GAZ", mic="XETR"), Instrument(isin="DE0001234567")),
        ),
    )
    assert item.people == (Entity(name="A. Minister"),)
    assert item.organisations == (Entity(name="UN", code="org:un"),)
    assert item.places == (Entity(name="Moscow"),)
    assert item.ednotes == (
        EdNote(text="More at 5", role="advisory", publishable=True),
        EdNote(text="+1 555", role="contact", publishable=False),
    )
    assert item.rights == Rights(holder="The agency", notice="© The agency", data_mining="reserved")
    assert parse(canonical(item)) == item


def test_a_story_may_have_a_rights_line_of_its_own(now: datetime, settings: Any) -> None:
    settings.WIREROOM_DESK_RIGHTS_NOTICE = "© The agency"

    assert project(story(rights_notice="© Guest"), latest=None, now=now).rights.notice == "© Guest"


def test_the_next_version_follows_the_latest(now: datetime) -> None:
    text = story(update_type="writethru")
    latest = NewsItem(guid=text.guid, version=4, language="en", headline="Before")

    item = project(text, latest=latest, now=now)

    assert (item.version, item.update_type, item.pub_status) == (
        5,
        UpdateType.WRITETHRU,
        PubStatus.USABLE,
    )


def test_a_running_embargo_is_on_the_item_and_an_ended_one_is_not(now: datetime) -> None:
    until = now + timedelta(hours=1)
    text = story(go_live_at=until)

    assert project(text, latest=None, now=now).embargoed_until == until
    assert project(text, latest=None, now=until).embargoed_until is None


def test_the_same_story_gives_the_same_item(now: datetime) -> None:
    text = story(("paragraph", "<p>Text</p>"))

    assert project(text, latest=None, now=now) == project(text, latest=None, now=now)
