"""NewsML-G2: the official schemas accept it, independent readers read the same."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import NewsMLG2
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
    g2_schema,
    items,
    outgoing,
)
from wireroom.formats import newsml
from wireroom.formats.newsml.profile import faults
from wireroom.formats.projection import FULL, HEADLINE
from wireroom.kernel.newsitem import Profile, PubStatus, Rights, Subject, UpdateType

_G = "{http://iptc.org/std/nar/2006-10-01/}"
_GOLDEN = Path(__file__).parent / "golden"
pytestmark = pytest.mark.timeout(180)
_slowly = settings(
    deadline=None,
    max_examples=40,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
BODIES = ("nitf", "xhtml")
HOLD = make_item(pub_status=PubStatus.WITHHELD, update_type=UpdateType.HOLD, version=2)
LIST = newsml.Package(
    guid="urn:uuid:44444444-4444-4444-8444-444444444444",
    version=2,
    title="Top stories",
    language="en",
    created_at=NOW,
)


def root_of(item=STORY, level=FULL, **options):
    return etree.fromstring(newsml.render(outgoing(item, level), HOUSE, options))


def texts_of(root, path):
    return ["".join(each.itertext()) for each in root.iterfind(f".//{_G}{path}")]


def codes_of(root, path):
    return [each.get("qcode") for each in root.iterfind(f".//{_G}{path}")]


GOLDEN = {
    "story": lambda: newsml.render(outgoing(STORY), HOUSE, {}),
    "xhtml": lambda: newsml.render(outgoing(STORY), HOUSE, {"body": "xhtml"}),
    "kill": lambda: newsml.render(outgoing(KILL), HOUSE, {}),
    "headline": lambda: newsml.render(outgoing(STORY, HEADLINE), HOUSE, {}),
    "package": lambda: newsml.package(LIST, [outgoing(STORY), outgoing(KILL)], HOUSE, {}),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_golden_files_are_written_to_the_byte(name):
    assert GOLDEN[name]() == (_GOLDEN / f"{name}.xml").read_bytes()


@pytest.mark.parametrize("name", GOLDEN)
def test_the_official_schemas_and_our_own_checks_accept_the_golden_files(name, shared_data):
    data = (_GOLDEN / f"{name}.xml").read_bytes()
    assert complaints(g2_schema(shared_data), data) == []
    assert faults(data) == []


@_slowly
@given(item=items)
def test_any_item_is_valid_with_either_body_and_at_each_level(item, shared_data):
    for level in (HEADLINE, FULL):
        for body in BODIES:
            data = newsml.render(outgoing(item, level), HOUSE, {"body": body})
            assert complaints(g2_schema(shared_data), data) == []
            wrong = {fault.code for fault in faults(data)}
            assert wrong <= ({"no_headline"} if not as_xml(item.headline).strip() else set())


@_slowly
@given(item=items)
def test_any_text_is_read_back_as_it_was(item):
    leaving = outgoing(item)
    for body, path in (("nitf", "{*}body.content"), ("xhtml", "{*}body")):
        root = etree.fromstring(newsml.render(leaving, HOUSE, {"body": body}))
        content = root.find(f".//{_G}inlineXML//{path}")
        found = "" if content is None else "".join(content.itertext())
        assert found == body_text(leaving.item.body)


@_slowly
@given(item=items)
def test_an_independent_reader_reads_back_what_counts(item):
    leaving = outgoing(item)
    root = etree.fromstring(newsml.render(leaving, HOUSE, {}))
    inner = etree.tostring(root.find(f"{_G}itemSet/{_G}newsItem"))
    read = NewsMLG2.NewsMLG2Document(inner).get_item()
    meta, content = read.itemmeta, read.contentmeta
    assert (read.guid, read.version) == (item.guid, str(item.version))
    assert meta.pubstatus.qcode == newsml.codes.STATUSES[item.pub_status]
    assert NewsMLG2.qcode_to_uri(meta.pubstatus.qcode).startswith("http://cv.iptc.org/")
    expected = [newsml.codes.SIGNALS.get(item.update_type), f"wrupdate:{item.update_type}"]
    signals = [each.qcode for each in meta.signal or ()]
    wanted = [each for each in expected if each and each != "wrupdate:new"]
    assert signals == wanted
    if as_xml(item.headline).strip():
        assert str(content.headline[0]).split() == as_xml(item.headline).split()
    qcodes = [each.qcode for each in list(content.subject or ())[: len(item.topics)]]
    for topic, code in zip(item.topics, qcodes, strict=True):
        assert code in (None, topic.code)
        assert code or not re.fullmatch(r"[a-z]+:[\w-]+", topic.code, re.ASCII)
    subjects = [each.qcode or each.uri or each.literal for each in content.subject or ()]
    mine = [item.topics, item.people, item.organisations, item.companies, item.places]
    assert len(subjects) == sum(map(len, mine))


def test_the_independent_reader_gives_the_subjects_by_their_codes():
    inner = etree.tostring(root_of().find(f"{_G}itemSet/{_G}newsItem"))
    read = NewsMLG2.NewsMLG2Document(inner).get_item()
    assert [each.qcode for each in read.contentmeta.subject][:2] == [
        "medtop:20000350",
        "house:rates",
    ]


def test_the_header_says_who_sends_what_and_when():
    header = root_of().find(f"{_G}header")
    assert [(etree.QName(each).localname, each.text) for each in header] == [
        ("sent", "2026-11-24T12:00:01.000Z"),
        ("sender", "wire.example.com"),
        ("transmitId", "fd_abc:7"),
        ("priority", "2"),
        ("origin", "Wireroom"),
        ("timestamp", "2026-11-24T12:00:01.000Z"),
        ("timestamp", "2026-11-24T12:00:00.000Z"),
        ("channel", "fd_abc"),
    ]


def test_without_a_number_the_transmission_is_named_by_item_and_version():
    leaving = outgoing(STORY, number=None, feed="")
    header = etree.fromstring(newsml.render(leaving, HOUSE, {})).find(f"{_G}header")
    assert header.findtext(f"{_G}transmitId") == f"{STORY.guid}:3"
    assert header.find(f"{_G}channel") is None


@pytest.mark.parametrize(
    ("update", "signals"),
    [
        (UpdateType.NEW, []),
        (UpdateType.CORRECTION_FACT, ["sig:correction", "wrupdate:correction_fact"]),
        (UpdateType.CORRECTION_MINOR, ["sig:correction", "wrupdate:correction_minor"]),
        (UpdateType.DEVELOPMENT, ["sig:update", "wrupdate:development"]),
        (UpdateType.WRITETHRU, ["sig:update", "wrupdate:writethru"]),
        (UpdateType.ADD, ["sig:update", "wrupdate:add"]),
        (UpdateType.REPEAT, ["wrupdate:repeat"]),
    ],
)
def test_the_signals_say_why_there_is_a_version(update, signals):
    assert codes_of(root_of(make_item(update_type=update)), "signal") == signals


@pytest.mark.parametrize(
    ("item", "status"), [(STORY, "stat:usable"), (HOLD, "stat:withheld"), (KILL, "stat:canceled")]
)
def test_the_status_is_that_of_the_item_and_only_a_usable_one_has_content(item, status):
    root = root_of(item)
    assert codes_of(root, "pubStatus") == [status]
    assert (root.find(f".//{_G}contentSet") is not None) == (status == "stat:usable")


def test_a_stopped_item_says_why_even_without_a_note():
    assert texts_of(root_of(HOLD), "edNote") == [
        "On hold: do not publish this story until a later version says so."
    ]


def test_an_embargo_is_told_and_its_absence_is_an_absent_element():
    until = NOW + timedelta(hours=3)
    root = root_of(make_item(embargoed_until=until))
    assert texts_of(root, "embargoed") == ["2026-11-24T15:00:00.000Z"]
    assert (
        root.find(f".//{_G}itemMetaExtProperty[@rel='wrprop:publishable']").get("value") == "until"
    )
    assert root_of(make_item()).find(f".//{_G}embargoed") is None


def test_instruments_are_told_with_symbol_kind_and_market():
    found = root_of().findall(f".//{_G}assert//{_G}hasInstrument")
    assert [
        (each.get("symbol"), each.get("type"), each.get("market"), each.get("rank"))
        for each in found
    ] == [
        ("GB00BACME001", "wrsymbol:ISIN", "mic:XLON", "1"),
        ("ACM", "wrsymbol:ticker", "mic:XLON", "1"),
        ("ACM.N", "wrsymbol:ticker", "mic:XNYS", "2"),
    ]


def test_an_assertion_is_about_a_subject_of_the_item():
    root = root_of()
    about = root.find(f".//{_G}assert").get("literal")
    assert about in [each.get("literal") for each in root.iterfind(f".//{_G}subject")]


def test_subjects_tell_broader_topics_provenance_and_relevance():
    first, second = root_of().findall(f".//{_G}subject")[:2]
    assert [each.get("qcode") for each in first.iterfind(f"{_G}broader")] == [
        "medtop:20000346",
        "medtop:20000344",
        "medtop:04000000",
    ]
    assert (first.get("how"), first.get("why")) == ("howextr:person", "why:direct")
    assert (second.get("how"), second.get("why")) == ("howextr:tool", "why:inferred")
    assert (first.get("relevance"), second.get("relevance")) == ("100", "60")


def test_a_topic_without_a_label_of_its_own_is_named_by_the_receivers_table():
    bare = make_item(topics=(Subject(code="house:new"),))
    leaving = outgoing(bare, topic_labels={"house:new": "Newly named"})
    root = etree.fromstring(newsml.render(leaving, HOUSE, {}))
    assert root.findtext(f".//{_G}subject/{_G}name") == "Newly named"


def test_the_place_of_the_dateline_is_where_it_was_written():
    assert codes_of(root_of(), "located") == ["iso3166-2:GB-LND"]
    elsewhere = replace(STORY, dateline="PARIS, Nov 24")
    found = root_of(elsewhere).find(f".//{_G}located")
    assert (found.get("qcode"), found.get("literal")) == (None, "PARIS")
    assert root_of(make_item()).find(f".//{_G}located") is None


def test_relations_are_links():
    found = root_of().findall(f".//{_G}itemMeta/{_G}link")
    assert [(each.get("rel"), each.get("residref") or each.get("href")) for each in found] == [
        ("wrlink:updateTo", STORY.links[0].guid),
        ("wrlink:translationOf", STORY.links[1].guid),
        ("wrlink:takeOf", STORY.links[2].guid),
        ("wrlink:page", "https://wire.example.com/s/1"),
    ]
    bare = etree.fromstring(newsml.render(outgoing(make_item(), url=""), HOUSE, {}))
    assert bare.findall(f".//{_G}itemMeta/{_G}link") == []


@pytest.mark.parametrize(
    ("mining", "uri"),
    [
        ("reserved", "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"),
        ("allowed", "http://ns.useplus.org/ldf/vocab/DMI-ALLOWED"),
        ("", None),
    ],
)
def test_data_mining_is_told_in_the_words_of_plus(mining, uri):
    root = root_of(make_item(rights=Rights(holder="X", data_mining=mining)))
    found = root.find(f".//{_G}rightsInfo/{_G}dataMining")
    assert (found.get("uri") if found is not None else None) == uri


def test_rights_are_carried_in_full():
    rights = root_of().find(f".//{_G}rightsInfo")
    assert rights.findtext(f"{_G}copyrightHolder/{_G}name") == "Wireroom"
    assert rights.findtext(f"{_G}copyrightNotice") == "© 2026 Wireroom"
    assert rights.findtext(f"{_G}usageTerms") == "No republication, including by framing."


def test_a_correction_is_data_in_a_note():
    note = root_of().find(f".//{_G}edNote[@role='wrnote:corrected']")
    assert {each.get("class"): each.text for each in note} == {
        "was": "15%",
        "now": "16%",
        "where": "headline",
        "why": "misheard",
    }
    assert root_of(make_item()).find(f".//{_G}edNote") is None


def test_headlines_carry_neither_text_nor_notes_nor_names():
    data = newsml.render(outgoing(STORY, HEADLINE), HOUSE, {})
    for hidden in (b"stays", b"CORRECTS", b"slowing", b"A. Editor", b"GB00BACME001", b"Economy"):
        assert hidden not in data
        assert hidden in newsml.render(outgoing(STORY), HOUSE, {})


def test_a_test_says_that_it_is_one():
    assert codes_of(root_of(make_item(profile=Profile.TEST)), "role") == ["wrprofile:test"]
    assert texts_of(root_of(make_item(profile=Profile.TEST)), "edNote") == [
        "This is a test: do not publish."
    ]


def test_own_schemes_are_declared_and_only_those_in_use():
    def aliases(item):
        return {each.get("alias") for each in root_of(item).iterfind(f".//{_G}catalog/{_G}scheme")}

    assert {"house", "org", "wrnote", "wrsymbol"} <= aliases(STORY)
    assert "medtop" not in aliases(STORY)
    assert "house" not in aliases(make_item())


def test_the_urgency_is_that_of_the_customers_table():
    assert texts_of(root_of(urgency={"2": 1}), "urgency") == ["1"]
    assert texts_of(root_of(), "urgency") == ["2"]


@pytest.mark.parametrize("value", [0, 10, "1", True, None])
def test_an_urgency_outside_the_scale_is_refused(value):
    assert newsml.URGENCY.judge({"1": value})
    assert not newsml.URGENCY.judge({"1": 9})


def test_a_body_of_another_kind_is_refused():
    assert newsml.BODY.judge("pdf")
    assert not newsml.BODY.judge("xhtml")


def test_a_package_refers_to_exactly_the_versions_that_follow_it():
    root = etree.fromstring(GOLDEN["package"]())
    refs = [(r.get("residref"), r.get("version")) for r in root.iterfind(f".//{_G}itemRef")]
    inside = [(i.get("guid"), i.get("version")) for i in root.iterfind(f".//{_G}newsItem")]
    assert refs == inside == [(STORY.guid, "3"), (KILL.guid, "4")]
    assert root.find(f"{_G}itemSet")[0].get("guid") == LIST.guid
