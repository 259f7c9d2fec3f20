"""NITF: the official schema accepts it, an independent reader reads the same text."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from lxml import etree
from msgspec.structs import replace

from tests.factories.items import make_item
from tests.formats.xml_items import (
    HOUSE,
    KILL,
    NOW,
    STORY,
    as_xml,
    body_text,
    complaints,
    items,
    nitf_schema,
    outgoing,
)
from wireroom.formats import nitf
from wireroom.formats.projection import FULL, HEADLINE
from wireroom.kernel.newsitem import (
    EdNote,
    ListBlock,
    Paragraph,
    PubStatus,
    Table,
    UpdateType,
)

_N = "{http://iptc.org/std/NITF/2006-10-18/}"
_GOLDEN = Path(__file__).parent / "golden"
pytestmark = pytest.mark.timeout(180)
_slowly = settings(
    deadline=None,
    max_examples=40,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ANY_LEVEL = (HEADLINE, FULL)


def read(data: bytes) -> etree._Element:
    return etree.fromstring(data)


def with_namespace(data: bytes) -> bytes:
    """Give the plain form as the schema knows it."""
    return data.replace(b"<nitf ", b'<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/" ', 1)


@pytest.mark.parametrize(
    ("name", "item", "level"),
    [("story", STORY, FULL), ("kill", KILL, FULL), ("headline", STORY, HEADLINE)],
)
def test_the_golden_files_are_written_to_the_byte(name, item, level):
    assert nitf.render(outgoing(item, level), HOUSE, {}) == (_GOLDEN / f"{name}.xml").read_bytes()


def test_the_plain_form_is_golden_too():
    data = nitf.render_plain(outgoing(STORY), HOUSE, {})
    assert data == (_GOLDEN / "plain.xml").read_bytes()


@pytest.mark.parametrize("path", sorted(_GOLDEN.glob("*.xml")), ids=lambda path: path.name)
def test_the_official_schema_accepts_the_golden_files(path, shared_data):
    data = path.read_bytes()
    assert (
        complaints(nitf_schema(shared_data), data if b"xmlns=" in data else with_namespace(data))
        == []
    )


def test_the_official_schema_refuses_a_broken_one(shared_data):
    data = (
        nitf.render(outgoing(STORY), HOUSE, {})
        .replace(b"<hl1>", b"<hl9>")
        .replace(b"/hl1>", b"/hl9>")
    )
    assert complaints(nitf_schema(shared_data), data) != []


@_slowly
@given(item=items)
def test_any_item_is_valid_in_both_forms_and_at_each_level(item, shared_data):
    for level in ANY_LEVEL:
        leaving = outgoing(item, level)
        assert complaints(nitf_schema(shared_data), nitf.render(leaving, HOUSE, {})) == []
        plain = nitf.render_plain(leaving, HOUSE, {})
        assert complaints(nitf_schema(shared_data), with_namespace(plain)) == []


@_slowly
@given(item=items)
def test_any_text_is_read_back_as_it_was(item):
    leaving = outgoing(item)
    root = read(nitf.render(leaving, HOUSE, {}))
    content = root.find(f"{_N}body/{_N}body.content")
    assert ("" if content is None else "".join(content.itertext())) == body_text(leaving.item.body)
    assert "".join(root.find(f".//{_N}hl1").itertext()) == as_xml(item.headline)


def test_the_plain_form_has_a_doctype_and_no_namespace():
    data = nitf.render_plain(outgoing(STORY), HOUSE, {})
    assert b'<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.6//EN"' in data
    assert b"xmlns" not in data
    assert b"<!DOCTYPE" not in nitf.render(outgoing(STORY), HOUSE, {})


def test_both_forms_say_the_same():
    named = read(nitf.render(outgoing(STORY), HOUSE, {}))
    plain = read(with_namespace(nitf.render_plain(outgoing(STORY), HOUSE, {})))
    assert _facts_of(named) == _facts_of(plain)


def _facts_of(root):
    return [(each.tag, dict(each.attrib), each.text, each.tail) for each in root.iter()]


@pytest.mark.parametrize(
    ("item", "status"),
    [
        (STORY, "usable"),
        (KILL, "canceled"),
        (make_item(pub_status=PubStatus.WITHHELD, update_type=UpdateType.HOLD), "withheld"),
        (make_item(embargoed_until=NOW + timedelta(hours=1)), "embargoed"),
        (make_item(embargoed_until=NOW - timedelta(hours=1)), "usable"),
    ],
)
def test_the_management_status_follows_the_item(item, status):
    docdata = read(nitf.render(outgoing(item), HOUSE, {})).find(f".//{_N}docdata")
    assert docdata.get("management-status") == status


def test_a_kill_carries_its_instruction_and_no_text():
    root = read(nitf.render(outgoing(KILL), HOUSE, {}))
    assert root.find(f".//{_N}ed-msg[@msg-type='kill']").get("info") == KILL.ednotes[0].text
    assert root.find(f".//{_N}body.content") is None


def test_a_stopped_item_has_no_text_even_when_it_comes_with_one():
    careless = replace(KILL, body=(Paragraph(text="secret"),))
    leaving = replace(outgoing(KILL), item=careless)
    assert b"secret" not in nitf.render(leaving, HOUSE, {})


def test_headlines_carry_neither_text_nor_notes():
    data = nitf.render(outgoing(STORY, HEADLINE), HOUSE, {})
    for hidden in (b"stays", b"CORRECTS", b"slowing", b"A. Editor", b"GB00BACME001"):
        assert hidden not in data
        assert hidden in nitf.render(outgoing(STORY), HOUSE, {})


def test_a_correction_is_data_only_on_a_correction():
    info = "Was: 15%; Now: 16%; Where: headline; Why: misheard"
    found = read(nitf.render(outgoing(STORY), HOUSE, {})).find(f".//{_N}correction")
    assert found.get("info") == info
    plain = read(nitf.render(outgoing(make_item()), HOUSE, {}))
    assert plain.find(f".//{_N}correction") is None


def test_a_note_of_the_desk_stays_inside():
    item = make_item(ednotes=(EdNote(text="call 555"), EdNote(text="ask", publishable=True)))
    data = nitf.render(outgoing(item), HOUSE, {})
    assert b"call 555" not in data
    assert b'info="ask"' in data


def test_a_list_or_table_without_content_leaves_nothing_behind():
    item = make_item(body=(ListBlock(items=()), Table(rows=((), ())), Paragraph(text="x")))
    content = read(nitf.render(outgoing(item), HOUSE, {})).find(f".//{_N}body.content")
    assert [etree.QName(child).localname for child in content] == ["p"]


def test_the_urgency_is_that_of_the_customers_table():
    def urgency(options):
        return (
            read(nitf.render(outgoing(STORY), HOUSE, options)).find(f".//{_N}urgency").get("ed-urg")
        )

    assert urgency({}) == "2"
    assert urgency({"urgency": {"2": 1}}) == "1"
    assert urgency({"urgency": {"3": 1}}) == "2"


@pytest.mark.parametrize("value", [0, 9, "1", 1.0, True, None])
def test_an_urgency_outside_the_scale_is_refused(value):
    assert nitf.URGENCY.judge({"1": value})
    assert not nitf.URGENCY.judge({"1": 8})
