"""ninjs 3.1, judged by the IPTC's schema."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from msgspec.structs import replace

from tests.factories.stories import make_canary, make_correction, make_hold, make_kill, make_story
from tests.formats import schemas
from tests.formats.house import HOUSE, RELEASED, outgoing
from tests.formats.strategies import items
from wireroom.formats import html, ninjs, text
from wireroom.formats.projection import FULL, HEADLINE
from wireroom.formats.publishable import publishable
from wireroom.kernel.newsitem import (
    Company,
    EdNote,
    Entity,
    Instrument,
    Link,
    Paragraph,
    Profile,
    Rights,
    Subject,
)


@pytest.fixture(scope="session")
def faults(shared_data):
    return schemas.ninjs(shared_data)


def rendered(item, level=FULL, options=None, **over):
    return ninjs.render(outgoing(item, level, **over), HOUSE, options or {})


def written(item, level=FULL, options=None, **over):
    return json.loads(rendered(item, level, options, **over))


def test_any_item_is_valid_at_any_level(faults):
    @given(items)
    def check(item):
        for level in (HEADLINE, FULL):
            assert faults(rendered(item, level, {"broader": True})) == []

    check()


def test_the_schema_would_refuse_what_it_should(faults):
    good = written(make_story())
    assert faults(json.dumps(good).encode()) == []
    for wrong in (
        {"publishable": "yes"},
        {"pubStatus": "cancelled"},
        {"version": 1},
        {"versionCreated": "24 November"},
        {"uri": "not a uri"},
        {"urgency": 0},
        {"rightsInfo": {}},
    ):
        assert faults(json.dumps(good | wrong).encode()), wrong


def test_identity_state_and_times():
    earlier = RELEASED - timedelta(hours=1)
    data = written(
        make_correction(embargoed_until=RELEASED + timedelta(hours=3)), first_released_at=earlier
    )
    assert data["uri"] == make_story().guid
    assert data["version"] == "2"
    assert data["type"] == "text"
    assert data["representationType"] == "full"
    assert data["pubStatus"] == "usable"
    assert data["firstCreated"] == "2026-11-24T11:06:00.125Z"
    assert data["versionCreated"] == "2026-11-24T12:06:00.125Z"
    assert data["embargoedUntil"] == "2026-11-24T15:06:00.125Z"
    assert "embargoedUntil" not in written(make_story())


def test_the_words_of_a_story_are_all_there():
    item = make_story(body=(Paragraph(text="Rates <strong>hold</strong> &amp; fall"),))
    data = written(item)
    assert data["headlines"] == [
        {"role": "main", "contentType": "text/plain", "value": item.headline}
    ]
    assert [(each["role"], each["value"]) for each in data["descriptions"]] == [
        ("standfirst", item.standfirst),
        ("dateline", item.dateline),
    ]
    assert data["by"] == item.byline
    assert data["located"] == "MOSCOW"
    assert data["slugline"] == item.slugline
    markup, words = data["bodies"]
    assert (markup["contentType"], markup["value"]) == ("text/html", html.body(item.body))
    assert (words["contentType"], words["value"]) == ("text/plain", text.body(item.body))
    assert words["wordCount"] == 4
    assert words["charCount"] == len("Rates hold & fall")


@pytest.mark.parametrize(
    ("bodies", "kinds"),
    [("both", ["text/html", "text/plain"]), ("html", ["text/html"]), ("plain", ["text/plain"])],
)
def test_a_feed_chooses_its_bodies(bodies, kinds):
    data = written(make_story(), options={"bodies": bodies})
    assert [body["contentType"] for body in data["bodies"]] == kinds


def test_the_headline_level_says_that_it_is_partial_and_has_no_byte_of_the_text():
    data = rendered(make_canary(), HEADLINE)
    assert b"CANARY" not in data
    assert b'"representationType":"partial"' in data
    assert b'"bodies"' not in data
    assert b"CANARY" in rendered(make_canary(), FULL)


def test_a_feed_may_map_single_urgencies():
    options = {"urgency": {"1": 2, "4": 5}}
    given_urgencies = [
        written(make_story(urgency=each), options=options)["urgency"] for each in (1, 2, 4)
    ]
    assert given_urgencies == [2, 2, 5]
    assert written(make_story(urgency=8))["urgency"] == 8


def test_topics_have_full_uris_and_keywords_are_subjects_without_one():
    topic = Subject(
        code="medtop:20000350", label="central bank", broader=("medtop:20000346",), relevance=70
    )
    own = Subject(code="house:GAZ/1")
    data = written(make_story(topics=(topic, own), keywords=("rates",)))
    assert data["subjects"] == [
        {
            "name": "central bank",
            "uri": "http://cv.iptc.org/newscodes/mediatopic/20000350",
            "rel": "about",
            "creator": "editor",
            "relevance": 70,
        },
        {
            "uri": "https://example.com/codes/house/GAZ%2F1",
            "rel": "about",
            "creator": "editor",
            "relevance": 100,
        },
        {"name": "rates", "literal": "rates", "rel": "keyword"},
    ]
    broader = written(make_story(topics=(topic,)), options={"broader": True})["subjects"][1]
    assert broader == {
        "name": "macro economics",
        "uri": "http://cv.iptc.org/newscodes/mediatopic/20000346",
        "rel": "broader",
    }


def test_a_topic_without_a_name_of_its_own_gets_the_receivers():
    data = written(
        make_story(topics=(Subject(code="medtop:99999999"),)),
        topic_labels={"medtop:99999999": "new topic"},
    )
    assert data["subjects"][0]["name"] == "new topic"


def test_companies_carry_their_symbols():
    company = Company(
        name="Gazprom",
        code="wd:Q102673",
        instruments=(Instrument(isin="RU0007661625", ticker="GAZP", mic="MISX"),),
    )
    data = written(make_story(companies=(company,), organisations=(Entity(name="OPEC"),)))
    assert data["organisations"] == [
        {"name": "OPEC"},
        {
            "name": "Gazprom",
            "uri": "http://www.wikidata.org/entity/Q102673",
            "symbols": [
                {
                    "symbol": "GAZP",
                    "symbolType": "http://cvx.iptc.org/ticker/",
                    "exchange": "MISX",
                },
                {"symbol": "RU0007661625", "symbolType": "http://cvx.iptc.org/isin/"},
            ],
        },
    ]


def test_a_code_of_no_scheme_is_a_literal():
    data = written(make_story(people=(Entity(name="A. Person", code="17"),)))
    assert data["people"] == [{"name": "A. Person", "literal": "17"}]


def test_rights_have_exactly_one_form():
    rights = Rights(
        holder="Agency", notice="© Agency", usage_terms="No framing.", data_mining="reserved"
    )
    data = written(make_story(rights=rights))
    assert (data["copyrightHolder"], data["copyrightNotice"]) == ("Agency", "© Agency")
    assert data["usageTerms"] == "No framing."
    assert set(data["rightsInfo"]) == {"linkedRights"}
    assert "rightsInfo" not in written(make_story())


def test_links_are_associations_with_a_name_and_a_uri():
    other = "urn:uuid:11111111-1111-4111-8111-111111111111"
    data = written(make_story(links=(Link(rel="translation_of", guid=other),)))
    (association,) = data["associations"]
    assert association["uri"] == other
    assert association["rel"] == "translation_of"
    assert association["name"]


@pytest.mark.parametrize("level", [HEADLINE, FULL])
@pytest.mark.parametrize(("item", "status"), [(make_kill(), "canceled"), (make_hold(), "withheld")])
def test_a_stop_is_a_state_and_an_order_in_the_note(item, status, level):
    data = written(item, level)
    assert data["pubStatus"] == status
    assert "do not publish" in data["edNote"]
    assert ("KILL: " in data["edNote"] or "HOLD: " in data["edNote"]) == (level == FULL)


def test_a_correction_says_what_was_and_what_is():
    note = written(make_correction())["edNote"]
    assert note == "CORRECTION: headline: “14%”, not “15%”. Misread a table."


def test_only_publishable_notes_leave():
    notes = (EdNote(text="inside"), EdNote(text="outside", publishable=True))
    assert written(make_story(ednotes=notes))["edNote"] == "Note to editors: outside"
    assert "edNote" not in written(make_story())


@pytest.mark.parametrize("profile", list(Profile))
def test_what_is_no_news_says_so(profile):
    data = written(make_story(profile=profile))
    assert data["profile"] == profile.value
    assert ("edNote" in data) == (profile is not Profile.NEWS)


def test_a_superseded_version_says_so():
    item = make_story()
    answer = publishable(item, RELEASED, newest=replace(item, version=2))
    assert "later version" in written(item, publishable=answer)["edNote"]


def test_a_delivery_is_numbered_and_a_test_is_not():
    assert written(make_story())["altIds"] == [{"role": "delivery", "value": "fd_example/7"}]
    assert "altIds" not in written(make_story(), number=None)
