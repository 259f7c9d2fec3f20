"""The demo agency: what it promises to hold, and that it goes through the real desk."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from wireroom.config.demo import install, load
from wireroom.config.demo.newsday import NewsDay
from wireroom.config.demo.newsroom import Newsroom
from wireroom.config.demo.writing import blocks
from wireroom.customers import queries as customers
from wireroom.customers.models import Person
from wireroom.customers.policy import Level, judge
from wireroom.customers.services import set_up_sales
from wireroom.desk import queries as desk
from wireroom.desk.vocabulary import GENRES
from wireroom.kernel.clock import utc_now
from wireroom.kernel.mediatopics import LABELS
from wireroom.kernel.newsitem import (
    Answer,
    Heading,
    ListBlock,
    Paragraph,
    Question,
    Quote,
    Table,
    UpdateType,
)
from wireroom.wire import queries as wire
from wireroom.wire import verifying

STORIES = load("stories")["stories"]
CARDS = load("deck")["cards"]


def test_every_mark_of_the_compact_writing_is_its_block():
    text = (
        "Plain\ntext.\n\n## Head\n\n> words — who\n\n- a\n- b\n\n| x | y |\n\n"
        "Q Ann: Why?\n\nA Bob Lee: So: there."
    )
    assert blocks(text) == (
        Paragraph(text="Plain text."),
        Heading(text="Head"),
        Quote(text="words", source="who"),
        ListBlock(items=("a", "b")),
        Table(rows=(("x", "y"),)),
        Question(text="Why?", speaker="Ann"),
        Answer(text="So: there.", speaker="Bob Lee"),
    )


def test_it_holds_every_kind_of_story():
    genres = [story["genre"] for story in STORIES]
    assert set(genres) <= dict(GENRES).keys()
    assert genres.count("genre:Interview") == 3
    assert genres.count("genre:Press_Release") == 4
    assert len(STORIES) >= 20
    assert sum("flash" in story for story in STORIES) == 2
    assert any("waiting" in story for story in STORIES)
    assert any("embargo_hours" in story for story in STORIES)
    kinds = {event["kind"] for story in STORIES for event in story.get("then", ())}
    assert kinds == {"correction", "hold", "kill"}


def test_every_topic_is_one_that_the_desk_knows_and_every_desk_exists():
    desks = set(load("agency")["desks"])
    assert {t for story in STORIES for t in story["topics"]} <= set(LABELS)
    assert {card["topic"] for card in CARDS} <= set(LABELS)
    assert {each["desk"] for each in (*STORIES, *CARDS)} <= desks


def test_the_deck_is_long_and_seldom_kills():
    assert len(CARDS) >= 60
    assert len({card["headline"] for card in CARDS}) == len(CARDS)
    kinds = [event["kind"] for card in CARDS for event in card.get("then", ())]
    assert kinds.count("kill") == 1
    assert {"development", "correction"} <= set(kinds)


def test_every_account_is_in_a_domain_that_nobody_owns():
    agency = load("agency")
    people = [*agency["staff"], *(p for company in agency["companies"] for p in company["people"])]
    assert all(person["email"].endswith(".example") for person in people)


@pytest.fixture
def filled(tmp_path, db):
    set_up_sales()
    return install(tmp_path, lambda _: None)


def test_the_stories_reach_the_wire_and_the_customers_have_different_rights(filled):
    now = utc_now()
    assert verifying.verify().faults == ()
    assert len(desk.waiting()) == 1
    assert [each.headline for each in desk.embargoed()] == [
        "Talvia's economy grew 0.7 percent in third quarter"
    ]
    kinds = {entry.item.update_type for entry in wire.read_after(0)}
    assert {UpdateType.KILL, UpdateType.HOLD, UpdateType.CORRECTION_FACT} <= kinds

    everything = set(genres_in_full(person("newsdesk@courier.example", now), now))
    assert len(everything) > 8
    bank = genres_in_full(person("dealer@quillon.example", now), now)
    assert {"genre:Analysis", "genre:Press_Release"} <= set(bank) < everything
    embassy = genres_in_full(person("press@orrland.example", now), now)
    ended = genres_in_full(person("library@tern.example", now), now)
    public = genres_in_full(customers.public_reader(now), now)
    samples = {"genre:Analysis", "genre:Feature"}
    assert set(embassy) == set(public) == {"genre:Press_Release", "genre:Interview", *samples}
    assert ended == []


def test_what_is_sold_with_a_delay_is_read_when_its_time_has_come(filled):
    last = wire.read_after(0)[-1]
    soon, later = (last.released_at + timedelta(minutes=minutes) for minutes in (14, 16))
    early, due = (
        judge(person("reading.room@vellmar.example", at), wire.versions(last.guid), at)
        for at in (soon, later)
    )
    assert (early.level, due.level) == (Level.HEADLINE, Level.FULL)


def person(email, now):
    return customers.reader_of(Person.objects.get(email=email).pk, now)


def genres_in_full(reader, now):
    chains = (wire.versions(guid) for guid in {entry.guid for entry in wire.read_after(0)})
    verdicts = ((chain[-1].item, judge(reader, chain, now).level) for chain in chains)
    return [i.genre for i, level in verdicts if level is Level.FULL and not i.is_killed]


def test_sales_find_a_pipeline_of_half_a_year(filled):
    now = utc_now()
    funnel = customers.demo_funnel(now - timedelta(days=200), now)
    assert min(funnel.active, funnel.converted, funnel.expired, funnel.refused) >= 1
    assert funnel.requested > funnel.proven > funnel.converted
    assert customers.trial_of(Person.objects.get(email="trader@halvard.example").pk, now)


def test_the_passwords_work_and_are_told(filled):
    password = filled[0].rpartition(" ")[2]
    assert Person.objects.get(email="chief@merrow.example").check_password(password)
    assert any("press@orrland.example" in line for line in filled)


@pytest.mark.timeout(120)
def test_a_whole_deck_is_dealt_without_a_hitch(filled):
    newsroom = Newsroom(
        editor=Person.objects.get(email="editor@merrow.example"),
        chief=Person.objects.get(email="chief@merrow.example"),
    )
    day = NewsDay(newsroom, CARDS, random.Random(1))
    now = datetime(2030, 1, 1, tzinfo=UTC)
    told = []
    for _ in range(500):
        now += timedelta(seconds=10)
        if line := day.turn(now):
            told.append(line)
    assert len(told) > len(CARDS)
    assert len([line for line in told if line.startswith("kill: ")]) >= 1
    assert len(set(told)) >= len(CARDS)
    assert verifying.verify().faults == ()
