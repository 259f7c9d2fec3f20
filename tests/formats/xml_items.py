"""Items for the XML formats: a full one, its kill, any at all; and the official schemas."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from tests.factories.items import make_item, make_kill
from tests.formats.strategies import items as any_items
from tests.formats.strategies import texts
from wireroom.formats.outgoing import House, Outgoing
from wireroom.formats.projection import FULL, project
from wireroom.formats.publishable import publishable
from wireroom.kernel.markup import clean, plain
from wireroom.kernel.newsitem import (
    Answer,
    Block,
    Company,
    Correction,
    EdNote,
    Entity,
    Heading,
    Instrument,
    Link,
    ListBlock,
    NewsItem,
    Paragraph,
    Provenance,
    Question,
    Quote,
    Rights,
    Subject,
    Table,
    UpdateType,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUSE = House(
    name="Wireroom",
    code="WR",
    domain="wire.example.com",
    site_url="https://wire.example.com",
)
ORG = Entity(name="Treasury", code="org:treasury")
ACME = Company(
    name="Acme Bank",
    instruments=(
        Instrument(isin="GB00BACME001", ticker="ACM", mic="XLON"),
        Instrument(ticker="ACM.N", mic="XNYS"),
    ),
)
STORY = make_item(
    guid="urn:uuid:0b1c5e7e-5b1f-4f7a-9d3e-5f3b7a1c2d3e",
    version=3,
    language="en-GB",
    headline="Central bank keeps key rate at 16% & <waits>",
    slugline="RATES-ACME",
    urgency=2,
    update_type=UpdateType.CORRECTION_FACT,
    standfirst="It said inflation was slowing.",
    dateline="LONDON, Nov 24",
    byline="By A. Editor",
    desk="Economy & Markets",
    links=(
        Link(rel="update_to", guid="urn:uuid:11111111-1111-4111-8111-111111111111"),
        Link(rel="translation_of", guid="urn:uuid:22222222-2222-4222-8222-222222222222"),
        Link(rel="take_of", guid="urn:uuid:33333333-3333-4333-8333-333333333333"),
    ),
    body=(
        Paragraph(
            text='The <strong>key</strong> rate <em>stays</em>, <a href="https://a.b/">it</a>'
        ),
        Heading(text="Why"),
        Heading(text="Ставка 15 %", level=3),
        Quote(text="We wait", source="A. Governor"),
        ListBlock(items=("one", "two")),
        ListBlock(items=("first", "second"), ordered=True),
        Table(rows=(("Bank", "%"), ("Acme", "16")), caption="Rates"),
        Question(text="When?", speaker="Wireroom"),
        Answer(text="Soon.", speaker="Governor"),
        Answer(text="Or later.", speaker="Governor"),
    ),
    ednotes=(EdNote(text="CORRECTS rate in headline.", role="correction", publishable=True),),
    topics=(
        Subject(
            code="medtop:20000350",
            label="central bank",
            broader=("medtop:20000346", "medtop:20000344", "medtop:04000000"),
        ),
        Subject(code="house:rates", label="Rates", provenance=Provenance.MACHINE, relevance=60),
    ),
    keywords=("rates", "inflation"),
    places=(Entity(name="London", code="iso3166-2:GB-LND"),),
    people=(Entity(name="A. Governor"),),
    organisations=(ORG,),
    companies=(ACME,),
    correction=Correction(was="15%", now="16%", where="headline", why="misheard"),
    rights=Rights(
        holder="Wireroom",
        notice="© 2026 Wireroom",
        usage_terms="No republication, including by framing.",
        data_mining="reserved",
    ),
)
KILL = make_kill(STORY)


def outgoing(item: NewsItem, level: int = FULL, **over: object) -> Outgoing:
    """Give `item` as one receiver gets it."""
    facts = {
        "item": project(item, level),
        "level": level,
        "released_at": NOW,
        "first_released_at": NOW - timedelta(hours=1),
        "sent_at": NOW + timedelta(seconds=1),
        "publishable": publishable(item, NOW),
        "number": 7,
        "feed": "fd_abc",
        "url": "https://wire.example.com/s/1",
    }
    return Outgoing(**(facts | over))


items = st.builds(replace, any_items, desk=texts)
"""Items with anything in any field, also with what the desk would never let through."""


def as_xml(text: str) -> str:
    """Give what of a text XML can carry, found without the code under test."""
    return "".join(each for each in text if _is_carried(ord(each)))


def _is_carried(point: int) -> bool:
    if point < 0x20:
        return point in (0x9, 0xA, 0xD)
    return point != 0x7F and not 0xD800 <= point <= 0xDFFF and point not in (0xFFFE, 0xFFFF)


def body_text(body: tuple[Block, ...]) -> str:
    """Give all text of a body, in order, without what only sets it."""
    voice, found = None, []
    for block in body:
        now = (type(block), block.speaker) if isinstance(block, Question | Answer) else None
        if now is not None and now != voice and now[1]:
            found.append(_words(now[1]) + ": ")
        voice = now
        found += map(_words, _markup(block))
    return "".join(found)


def _markup(block: Block) -> Iterator[str]:
    match block:
        case Quote():
            yield from (block.text, block.source)
        case ListBlock():
            yield from block.items
        case Table():
            yield block.caption
            for row in block.rows:
                yield from row
        case _:
            yield block.text


def _words(markup: str) -> str:
    return as_xml(plain(clean(markup)))


def _combined(*parts: tuple[str, Path]) -> etree.XMLSchema:
    lines = (f'<xs:import namespace="{name}" schemaLocation="{path}"/>' for name, path in parts)
    head = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
    return etree.XMLSchema(etree.fromstring(f"{head}{''.join(lines)}</xs:schema>"))


@functools.cache
def nitf_schema(shared_data: Path) -> etree.XMLSchema:
    """Read the NITF 3.6 schema."""
    path = shared_data / "standards" / "nitf" / "nitf-3-6.xsd"
    return _combined(("http://iptc.org/std/NITF/2006-10-18/", path))


@functools.cache
def g2_schema(shared_data: Path) -> etree.XMLSchema:
    """Read the schema of NewsML-G2 2.35, with those of what stands inside: NITF and ODRL."""
    base = shared_data / "standards"
    g2 = base / "newsml-g2" / "schema"
    return _combined(
        ("http://iptc.org/std/nar/2006-10-01/", g2 / "NewsML-G2_2.35-spec-All-Power.xsd"),
        ("http://iptc.org/std/NITF/2006-10-18/", base / "nitf" / "nitf-3-6.xsd"),
        ("http://www.w3.org/ns/odrl/2/", g2 / "ODRL22.xsd"),
    )


def complaints(schema: etree.XMLSchema, data: bytes) -> list[str]:
    """Give what an official schema says against a document."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    schema.validate(etree.fromstring(data, parser))
    return [f"{each.line}: {each.message}" for each in schema.error_log]
