"""Searching: what is found, in which order, on which page, with how much work."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.archive.conftest import NOW, START
from tests.factories.grants import ECONOMY, EVERYTHING, HEADLINES, NOBODY, make_grant, make_reader
from tests.factories.items import make_item, make_kill
from wireroom.archive import search
from wireroom.archive.engine import facets
from wireroom.archive.engine import sight as sights
from wireroom.archive.search import Bucket, Name
from wireroom.customers.policy import Level
from wireroom.kernel.newsitem import Company, Entity, Instrument, Paragraph, Subject, UpdateType
from wireroom.query.analysis import variants
from wireroom.query.plan import EVERYTHING as ALL
from wireroom.query.plan import All, Has, Node, Says

ECONOMIC = (Subject(code="medtop:04000000", label="economy, business and finance"),)


def says(text: str, scope: str = "text") -> Node:
    return Says(scope, variants(text))


def about(text: str, **over):
    return make_item(headline=text, slugline="S", body=(Paragraph(text=f"Of {text} now."),), **over)


def run(indexer) -> None:
    while indexer.run_once():
        pass


@pytest.fixture
def wire(release, indexer):
    """Release some items and have all of them indexed."""

    def put(*items):
        entry = release(*items)
        run(indexer)
        return entry

    run(indexer)
    return put


def headlines(reader, plan, **over) -> list[str]:
    return [line.headline for line in search.search(reader, plan, NOW, **over).lines]


def test_a_story_is_found_by_its_words_and_another_is_not(wire) -> None:
    wire(about("gas prices"), about("oil prices"))
    found = search.search(EVERYTHING, says("gas"), NOW)
    assert [line.headline for line in found.lines] == ["gas prices"]
    assert (found.total, found.more, found.is_building) == (1, False, False)
    assert headlines(EVERYTHING, says("price")) == ["oil prices", "gas prices"]
    assert headlines(EVERYTHING, says("coal")) == []


def test_only_what_is_covered_is_found_and_counted(wire) -> None:
    wire(about("gas one"), about("gas two", topics=ECONOMIC))
    assert headlines(ECONOMY, says("gas")) == ["gas two"]
    assert search.search(ECONOMY, says("gas"), NOW).total == 1
    assert search.count(ECONOMY, says("gas"), NOW) == 1
    assert headlines(NOBODY, says("gas")) == []
    assert search.count(NOBODY, ALL, NOW) == 0


def test_readers_of_headlines_find_by_headlines_alone(wire) -> None:
    wire(make_item(headline="Gas", body=(Paragraph(text="oil"),)))
    assert headlines(HEADLINES, says("gas")) == ["Gas"]
    assert headlines(HEADLINES, says("oil")) == []
    assert headlines(EVERYTHING, says("oil")) == ["Gas"]


def test_rights_are_asked_of_the_whole_story_also_for_headlines(wire) -> None:
    wire(make_item(headline="Gas", desk="Energy"), make_item(headline="Gas too", desk="Sport"))
    reader = make_reader(make_grant(Level.HEADLINE, query="desk:energy"))
    assert headlines(reader, says("gas")) == ["Gas"]
    assert headlines(reader, Has(("desk=energy",))) == []


def test_one_reader_may_see_some_stories_whole_and_others_by_headline(wire) -> None:
    wire(about("one", topics=ECONOMIC), make_item(headline="two", body=(Paragraph(text="one"),)))
    reader = make_reader(
        make_grant(Level.HEADLINE), make_grant(topics=frozenset({"medtop:04000000"}))
    )
    found = search.search(reader, says("one"), NOW)
    assert [line.headline for line in found.lines] == ["one"]
    assert found.lines[0].level is Level.FULL
    both = search.search(reader, ALL, NOW)
    assert [line.level for line in both.lines] == [Level.HEADLINE, Level.FULL]
    assert both.total == 2


def test_a_story_stands_once_at_its_newest_version(wire) -> None:
    first = about("gas first")
    wire(first, about("other gas"))
    wire(about("gas second", guid=first.guid, version=2, update_type=UpdateType.DEVELOPMENT))
    assert headlines(EVERYTHING, says("gas")) == ["gas second", "other gas"]
    assert search.count(EVERYTHING, says("first"), NOW) == 0
    every = search.search(EVERYTHING, says("gas"), NOW, all_versions=True)
    assert [line.headline for line in every.lines] == ["gas second", "other gas", "gas first"]


def test_a_killed_story_leaves_only_its_notice(wire) -> None:
    story = about("gas leak")
    wire(story)
    wire(make_kill(story))
    assert headlines(EVERYTHING, says("leak")) == []
    assert search.count(EVERYTHING, says("leak"), NOW) == 0
    assert search.search(EVERYTHING, says("leak"), NOW, all_versions=True).lines == ()
    assert headlines(EVERYTHING, Has(("update=kill",))) == ["KILL: S"]
    assert search.complete_words(EVERYTHING, "lea", NOW) == ()


def test_what_is_not_indexed_yet_is_found_and_what_it_stops_is_not(wire, release) -> None:
    story = about("gas leak")
    wire(story, about("gas prices"))
    release(make_kill(story), about("gas news"))
    found = search.search(EVERYTHING, says("gas"), NOW)
    assert [line.headline for line in found.lines] == ["gas news", "gas prices"]
    assert (found.total, found.is_building) == (2, False)
    assert search.count(EVERYTHING, says("leak"), NOW) == 0
    assert search.search(EVERYTHING, says("leak"), NOW, all_versions=True).total == 0
    assert search.complete_words(EVERYTHING, "lea", NOW) == ()
    assert search.facets(EVERYTHING, ALL, NOW)["day"] == (Bucket("2026-11-24", "2026-11-24", 3),)


@pytest.mark.parametrize("width", [1, 2, 4, 100])
def test_newest_first_is_paged_by_place(wire, monkeypatch, width) -> None:
    monkeypatch.setattr(sights, "_WIDTH", width)
    wire(*(about(f"gas {number}") for number in range(7)))
    seen, before = [], None
    while True:
        page = search.search(EVERYTHING, says("gas"), NOW, limit=3, before=before)
        seen += [line.headline for line in page.lines]
        assert page.total == 7
        if not page.more:
            break
        before = page.lines[-1].seq
    assert seen == [f"gas {number}" for number in reversed(range(7))]


def test_relevance_puts_headlines_first_and_is_paged_by_offset(wire, release) -> None:
    body = (Paragraph(text="gas and much else that has nothing to do with it"),)
    wire(about("gas gas"), *(make_item(headline=f"Other {n}", body=body) for n in range(4)))
    first = search.search(EVERYTHING, says("gas"), NOW, order="relevance", limit=2)
    assert first.lines[0].headline == "gas gas"
    assert (first.total, first.more) == (5, True)
    release(about("gas later"))
    rest = search.search(
        EVERYTHING, says("gas"), NOW, order="relevance", limit=9, until=first.until, offset=2
    )
    guids = [line.guid for line in (*first.lines, *rest.lines)]
    assert len(set(guids)) == len(guids) == 5


def test_fresh_stories_come_first_among_equals(wire, release) -> None:
    wire(about("gas alike"))
    old = search.search(EVERYTHING, ALL, NOW).lines[0]
    wire(about("gas alike"))
    found = search.search(EVERYTHING, says("gas"), NOW, order="relevance").lines
    assert {line.guid for line in found} > {old.guid}


def test_facets_of_very_many_answers_are_those_of_the_newest(wire, monkeypatch) -> None:
    wire(*(about(f"gas {number}", desk="World", genre="genre:Old") for number in range(8)))
    wire(*(about(f"gas {number}", genre="genre:New") for number in range(4)))
    whole = search.facets(EVERYTHING, says("gas"), NOW)
    assert whole.newest is None
    assert [bucket.count for bucket in whole["genre"]] == [8, 4]
    monkeypatch.setattr(facets, "MOST", 4)
    part = search.facets(EVERYTHING, says("gas"), NOW)
    assert (part.newest, [bucket.count for bucket in part["genre"]]) == (4, [4])
    old = search.facets(EVERYTHING, All((says("gas"), Has(("desk=world",)))), NOW)
    assert (old.newest, [bucket.count for bucket in old["genre"]]) == (4, [4])
    new = search.facets(EVERYTHING, Has(("genre=genre:New",)), NOW)
    assert (new.newest, [bucket.count for bucket in new["genre"]]) == (None, [4])


def test_which_answers_are_counted_does_not_depend_on_hidden_stories(wire, monkeypatch) -> None:
    monkeypatch.setattr(facets, "MOST", 4)
    monkeypatch.setattr(search, "ENOUGH", 4)
    monkeypatch.setattr(sights, "_WIDTH", 5)

    def asked() -> tuple[object, ...]:
        found = search.search(ECONOMY, says("gas price"), NOW, limit=2)
        part = search.facets(ECONOMY, says("gas"), NOW)
        return part, part.newest, found.total, found.is_least

    wire(*(about(f"gas price {n}", topics=ECONOMIC, genre=f"genre:G{n}") for n in range(7)))
    before = asked()
    assert before[1:] == (4, 4, True)
    for _ in range(3):
        wire(*(about("gas price") for _ in range(6)))
        assert asked() == before


def test_a_phrase_with_very_many_answers_is_not_counted_for_a_page(wire, monkeypatch) -> None:
    wire(*(about(f"gas price {number}") for number in range(6)))
    monkeypatch.setattr(search, "ENOUGH", 3)
    monkeypatch.setattr(sights, "_WIDTH", 4)
    found = search.search(EVERYTHING, says("gas price"), NOW, limit=2)
    assert (found.total, found.is_least, found.more) == (3, True, True)
    assert search.count(EVERYTHING, says("gas price"), NOW) == 6
    for limit in (2, 6):
        found = search.search(EVERYTHING, says("gas price"), NOW, limit=limit)
        assert (found.total, found.is_least) == (3, True)
        found = search.search(EVERYTHING, says("gas"), NOW, limit=limit)
        assert (found.total, found.is_least) == (6, False)
    found = search.search(EVERYTHING, says("gas price 3"), NOW)
    assert (found.total, found.is_least) == (1, False)


def test_facets_count_what_each_level_sees(wire) -> None:
    gazprom = Company(name="Gazprom", instruments=(Instrument(isin="RU0007661625"),))
    moscow = Entity(name="Moscow", code="iso3166-1a2:RU")
    wire(
        about("gas", topics=ECONOMIC, companies=(gazprom,), places=(moscow,)),
        about("gas", companies=(gazprom,), genre="genre:Interview"),
        about("oil"),
    )
    found = search.facets(EVERYTHING, says("gas"), NOW)
    assert found["company"] == (Bucket("RU0007661625", "Gazprom", 2),)
    assert found["place"] == (Bucket("iso3166-1a2:RU", "Moscow", 1),)
    assert {(each.value, each.count) for each in found["genre"]} == {
        ("genre:Current", 1),
        ("genre:Interview", 1),
    }
    assert found["topic"] == (Bucket("medtop:04000000", "economy, business and finance", 1),)
    assert found["language"] == (Bucket("en", "en", 2),)
    of_headlines = search.facets(HEADLINES, says("gas"), NOW)
    assert of_headlines["company"] == of_headlines["place"] == ()
    assert of_headlines["topic"] == found["topic"]
    mixed = make_reader(
        make_grant(Level.HEADLINE), make_grant(topics=frozenset({"medtop:04000000"}))
    )
    assert search.facets(mixed, says("gas"), NOW)["company"] == (
        Bucket("RU0007661625", "Gazprom", 1),
    )
    assert search.facets(NOBODY, ALL, NOW) == {}


def test_a_histogram_counts_in_steps(wire, release) -> None:
    wire(*(about(f"gas {number}") for number in range(5)))  # a minute each
    release(about("gas fresh"), about("oil"))
    counts = search.histogram(
        EVERYTHING,
        says("gas"),
        NOW,
        since=START + timedelta(minutes=1),
        until=START + timedelta(minutes=8),
        step=timedelta(minutes=2),
    )
    assert counts == (2, 2, 1, 0)
    with pytest.raises(ValueError, match="steps"):
        search.histogram(EVERYTHING, ALL, NOW, since=NOW, until=NOW, step=timedelta(minutes=2))


def test_words_and_names_are_completed_from_what_may_be_read(wire) -> None:
    bank = Company(name="Deutsche Bank", instruments=(Instrument(isin="DE0005140008"),))
    wire(about("gas gasoline", companies=(bank,)), about("Gas", topics=ECONOMIC))
    assert search.complete_words(EVERYTHING, "Ga", NOW) == ("gas", "gasoline")
    assert search.complete_words(ECONOMY, "ga", NOW) == ("gas",)
    assert search.complete_words(NOBODY, "ga", NOW) == ()
    expected = (Name("DE0005140008", "Deutsche Bank"),)
    for prefix in ("deu", "Bank", "DEUTSCHE ba", "de000", ""):
        assert search.complete_names(EVERYTHING, "company", prefix, NOW) == expected
    assert search.complete_names(EVERYTHING, "company", "gaz", NOW) == ()
    assert search.complete_names(HEADLINES, "company", "deu", NOW) == ()
    assert search.complete_names(ECONOMY, "company", "deu", NOW) == ()
    assert search.complete_names(HEADLINES, "topic", "business", NOW)[0].value == "medtop:04000000"


def test_a_slip_is_mended_with_words_that_may_be_read(wire) -> None:
    wire(about("parliament"), about("inflation slows", topics=ECONOMIC))
    assert search.did_you_mean(EVERYTHING, "headline:parlament -inflaton", NOW) == (
        "headline:parliament -inflation"
    )
    assert search.did_you_mean(EVERYTHING, "parliament", NOW) == ""
    assert search.did_you_mean(ECONOMY, "parlament", NOW) == ""
    assert search.did_you_mean(EVERYTHING, "qwertzuiop", NOW) == ""


def test_similar_stories_share_telling_words_and_are_readable(wire) -> None:
    story = about("Gazprom reservoir pressure falls")
    others = [about(f"filler {word}") for word in "abcdefgh"]
    wire(
        story,
        about("Reservoir pressure at Gazprom"),
        about("Gazprom reservoir pressure", topics=ECONOMIC),
        *others,
    )
    found = [line.headline for line in search.similar(EVERYTHING, story.guid, NOW)]
    assert set(found) == {"Reservoir pressure at Gazprom", "Gazprom reservoir pressure"}
    assert search.similar(ECONOMY, story.guid, NOW) == []
    assert search.similar(EVERYTHING, "urn:uuid:none", NOW) == []


@pytest.mark.parametrize(
    ("ask", "most"),
    [
        (lambda plan: search.search(EVERYTHING, plan, NOW), 3),
        (lambda plan: search.search(EVERYTHING, plan, NOW, order="relevance", offset=1), 3),
        (lambda plan: search.search(EVERYTHING, plan, NOW, all_versions=True), 3),
        (lambda plan: search.count(EVERYTHING, plan, NOW), 2),
        (lambda plan: search.facets(EVERYTHING, plan, NOW), 2),
        (lambda plan: search.complete_words(EVERYTHING, "g", NOW), 2),
        (lambda plan: search.did_you_mean(EVERYTHING, "prizes prises", NOW), 2),
    ],
)
def test_the_database_is_asked_little(wire, release, ask, most: int) -> None:
    wire(*(about(f"gas {number}") for number in range(30)))
    release(about("gas fresh"))
    with CaptureQueriesContext(connection) as asked:
        ask(says("gas"))
    assert len(asked) <= most


def test_tests_are_for_nobody(wire) -> None:
    wire(about("gas", profile="test"))
    assert search.count(EVERYTHING, ALL, NOW) == 0


def test_a_period_that_has_ended_finds_nothing(wire) -> None:
    wire(about("gas"))
    ended = make_reader(make_grant(active_to=START))
    assert search.count(ended, ALL, NOW) == 0
    assert search.count(ended, ALL, START - timedelta(days=1)) == 1


def test_the_index_says_how_far_it_knows_the_wire(wire, release) -> None:
    assert search.indexed_to() == 0
    entry = wire(about("gas"))
    assert search.indexed_to() == entry.seq
    release(about("more"))
    assert search.indexed_to() == entry.seq
    assert isinstance(entry.released_at, datetime)


def test_the_newest_of_a_narrow_reader_are_found_however_far_back(wire, monkeypatch) -> None:
    monkeypatch.setattr(search, "_LOOKED_AT", 3)
    old = [about(f"old {number}", topics=ECONOMIC) for number in range(4)]
    wire(*old, *(about(f"other {number}") for number in range(5)), about("new", topics=ECONOMIC))

    def seen(**over) -> list[str]:
        return [line.headline for line in search.newest(ECONOMY, NOW, **over)]

    assert seen() == ["new", "old 3", "old 2", "old 1", "old 0"]
    assert seen(limit=3) == ["new", "old 3", "old 2"]
    assert seen(before=4) == ["old 2", "old 1", "old 0"]
    assert [line.headline for line in search.newest(NOBODY, NOW)] == []


def test_the_newest_of_a_narrow_reader_do_not_depend_on_an_index(release, monkeypatch) -> None:
    monkeypatch.setattr(search, "_LOOKED_AT", 3)
    release(about("old", topics=ECONOMIC), *(about(f"other {number}") for number in range(5)))
    assert [line.headline for line in search.newest(ECONOMY, NOW)] == ["old"]
