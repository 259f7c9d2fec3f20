"""What the schema misses, our own checks find: seventeen ways to break a good message."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.formats.xml_items import HOUSE, KILL, STORY, complaints, g2_schema, outgoing
from wireroom.formats import newsml
from wireroom.formats.newsml import codes
from wireroom.formats.newsml.profile import faults

STORY_XML = newsml.render(outgoing(STORY), HOUSE, {}).decode()
XHTML_XML = newsml.render(outgoing(STORY), HOUSE, {"body": "xhtml"}).decode()
KILL_XML = newsml.render(outgoing(KILL), HOUSE, {}).decode()

CAUGHT_BY_THE_SCHEMA = {
    "urgency out of range": ("<urgency>2<", "<urgency>0<"),
    "a date without a time": (
        "<versionCreated>2026-11-24T12:00:00.000Z<",
        "<versionCreated>2026-11-24<",
    ),
    "no provider": (
        '<provider uri="https://wire.example.com"><name>Wireroom</name></provider>',
        "",
    ),
    "signal before the notes": (
        "<title>",
        '<signal qcode="sig:update"/><title>',
    ),
    "a code with a space": ('qcode="house:rates"', 'qcode="house: rates"'),
    "bad NITF": ("<hl2>Why</hl2>", "<h9>Why</h9>"),
    "nothing is sent": ("<sent>2026-11-24T12:00:01.000Z</sent>", ""),
}
LEFT_TO_US = {
    "status": ('"stat:usable"', '"stat:cancelled"'),
    "undeclared_alias": ('qcode="house:rates"', 'qcode="hause:rates"'),
    "unknown_topic": ('subject qcode="medtop:20000350"', 'subject qcode="medtop:29999999"'),
    "retired_topic": ('subject qcode="medtop:20000350"', 'subject qcode="medtop:20000030"'),
    "time_without_offset": (
        "<versionCreated>2026-11-24T12:00:00.000Z<",
        "<versionCreated>2026-11-24T12:00:00<",
    ),
    "no_version": (' version="3"', ""),
    "no_catalog": (f'<catalogRef href="{codes.CATALOG}"/>', ""),
    "guid_no_urn": (f'guid="{STORY.guid}"', 'guid="1"'),
    "conformance": ('conformance="power"', 'conformance="core"'),
    "no_id": ('subject qcode="house:rates"', "subject"),
    "correction_without_note": ("edNote", "title"),
    "no_headline": ("headline>", "by>"),
}


@pytest.fixture(scope="module")
def topics(shared_data: Path) -> dict[str, bool]:
    """Read the vocabulary as IPTC gives it: each code, and whether it is retired."""
    folder = shared_data / "standards" / "newscodes"
    dump = json.loads((folder / "mediatopics-2023-03-31.cptall-en-US.json").read_text())
    return {each["qcode"]: "retired" in each for each in dump["conceptSet"]}


def mutated(change, source=STORY_XML):
    old, new = change
    assert old in source
    return source.replace(old, new).encode()


def codes_found(data, topics=None):
    return {fault.code for fault in faults(data, topics)}


@pytest.mark.parametrize("source", [STORY_XML, XHTML_XML, KILL_XML], ids=["nitf", "xhtml", "kill"])
def test_a_good_message_has_no_faults(source, shared_data, topics):
    assert faults(source.encode(), topics) == []
    assert complaints(g2_schema(shared_data), source.encode()) == []


@pytest.mark.parametrize("name", CAUGHT_BY_THE_SCHEMA)
def test_the_schema_catches(name, shared_data):
    assert complaints(g2_schema(shared_data), mutated(CAUGHT_BY_THE_SCHEMA[name])) != []


@pytest.mark.parametrize("code", LEFT_TO_US)
def test_our_checks_catch_what_the_schema_lets_through(code, shared_data, topics):
    data = mutated(LEFT_TO_US[code])
    assert code in codes_found(data, topics)
    if code not in ("correction_without_note", "no_headline"):
        assert complaints(g2_schema(shared_data), data) == []


@pytest.mark.parametrize(
    "change",
    [
        ("<h2>Why</h2>", "<h2><p>Why</p></h2>"),
        ("<h2>Why</h2>", "<h2 onclick='x'>Why</h2>"),
        ("<h2>Why</h2>", "<script>x</script>"),
        ("<h2>Why</h2>", "<unheard>Why</unheard>"),
        ('href="https://a.b/"', 'href="javascript:x"'),
        ("<head><title>", "<title>"),
    ],
)
def test_bad_xhtml_is_found_where_the_schema_sees_nothing(change, shared_data):
    source = XHTML_XML
    if change[1] == "<title>":
        source = source.replace("</title></head>", "</title>")
    data = mutated(change, source)
    assert codes_found(data) == {"bad_xhtml"}
    assert complaints(g2_schema(shared_data), data) == []


def test_a_body_of_another_type_than_it_says_is_found():
    change = ('contenttype="application/nitf+xml"', 'contenttype="application/xhtml+xml"')
    assert codes_found(mutated(change)) == {"body_type"}


def test_an_empty_embargo_is_found_though_the_schema_allows_it(shared_data):
    data = mutated(("<pubStatus", "<embargoed/><pubStatus"))
    assert complaints(g2_schema(shared_data), data) == []
    assert codes_found(data) == {"empty_time"}


def test_a_kill_with_content_or_without_a_reason_is_found():
    content = "<contentSet><inlineXML/></contentSet></newsItem>"
    assert "stopped_with_content" in codes_found(mutated(("</newsItem>", content), KILL_XML))
    assert codes_found(mutated(("edNote", "title"), KILL_XML)) == {"stopped_without_note"}


def test_topics_are_looked_up_only_in_a_given_vocabulary():
    assert codes_found(mutated(LEFT_TO_US["unknown_topic"])) == set()


@pytest.mark.parametrize("data", [b"", b"no xml", b"<newsItem", b"\x00"])
def test_what_is_no_xml_is_one_fault(data):
    assert codes_found(data) == {"not_xml"}


def test_a_document_without_an_item_is_one_fault():
    assert codes_found(b"<rss/>") == {"no_item"}


def test_entities_from_outside_are_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("stolen")
    data = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><x>&e;</x>'.encode()
    assert "stolen" not in str(faults(data))
