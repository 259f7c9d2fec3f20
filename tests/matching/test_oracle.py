"""The ledger says what the plain answer says, for random rights, topics and stories."""

from __future__ import annotations

import random
from datetime import datetime

import pytest

from tests.factories.customers import CompanyFactory, ProductFactory, SubscriptionFactory
from tests.factories.items import make_item, make_kill, release
from tests.factories.matching import catch_up, make_reader, make_topic
from wireroom.customers.policy import Channel, judge, live
from wireroom.customers.queries import readers_of_people
from wireroom.formats.projection import project
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Paragraph, Subject, UpdateType
from wireroom.matching.consumer import MatchingConsumer
from wireroom.matching.models import Alert, Topic
from wireroom.matching.rules import follows
from wireroom.query.document import Document
from wireroom.query.plan import Node
from wireroom.query.planning import compile_text
from wireroom.query.predicate import matches
from wireroom.wire import queries as wire

WORDS = ("harbour", "wheat", "bank", "storm", "rate")
GENRES = ("genre:Current", "genre:Interview")
LANGUAGES = ("en", "ru")
TOPICS = ("medtop:04000000", "medtop:15000000")


def some(choice: random.Random, values: tuple[str, ...]) -> list[str]:
    return choice.sample(values, choice.choice((0, 0, 1)))


def make_world(choice: random.Random) -> list[int]:
    products = [
        ProductFactory(
            level=choice.choice(("full", "headline")),
            genres=some(choice, GENRES),
            languages=some(choice, LANGUAGES),
            topics=some(choice, TOPICS),
            query=choice.choice(("", "", choice.choice(WORDS), f"NOT {choice.choice(WORDS)}")),
            delay_minutes=choice.choice((0, 0, 0, 15)),
            archive_days=choice.choice((None, 1)),
            channels=choice.choice(([], [], ["terminal"], ["email", "api"])),
        )
        for _ in range(5)
    ]
    people = [make_reader()]
    for _ in range(4):
        company = CompanyFactory()
        for product in choice.sample(products, choice.choice((1, 2, 3))):
            SubscriptionFactory(company=company, product=product)
        people += [make_reader(company), make_reader(company)]
    for person in people:
        for _ in range(3):
            first, second = choice.sample(WORDS, 2)
            forms = (
                first,
                f"{first} {second}",
                f"{first} -{second}",
                f"-{first}",
                f"headline:{first}",
            )
            make_topic(person, choice.choice(forms), email=choice.choice(("none", "instant")))
    return people


def say(choice: random.Random) -> str:
    return " ".join(choice.sample(WORDS, choice.choice((1, 2))))


def make_stories(choice: random.Random) -> None:
    for _ in range(12):
        facts = {
            "genre": choice.choice(GENRES),
            "language": choice.choice(LANGUAGES),
            "topics": tuple(Subject(code=code) for code in some(choice, TOPICS)),
            "slugline": "",
        }
        body = (Paragraph(text=say(choice)),)
        item = release(make_item(headline=say(choice), body=body, **facts)).item
        if choice.random() < 0.5:
            facts["genre"] = choice.choice(GENRES)
            kind = choice.choice((UpdateType.CORRECTION_FACT, UpdateType.DEVELOPMENT))
            over = {"guid": item.guid, "version": 2, "update_type": kind} | facts
            item = release(make_item(headline=say(choice), body=body, **over)).item
        if choice.random() < 0.3:
            release(make_kill(item, headline="KILL", slugline=""))


def oracle(people: list[int]) -> set[tuple[int, int, str]]:
    """Ask everybody's topics about everything that he may read by a channel, one after the other.

    What is held with a delay alerts nobody.
    """
    now = utc_now()
    told: set[tuple[int, int, str]] = set()
    for by, channel in (("screen", Channel.TERMINAL), ("email", Channel.EMAIL)):
        for person, reader in readers_of_people(people, now, channel).items():
            for entry in wire.read_after(0):
                chain = wire.versions(entry.guid)[: entry.version]
                level = judge(live(reader), chain, now).level
                if not level:
                    continue
                before = any((person, each.seq, by) in told for each in chain[:-1])
                document = Document(project(entry.item, level), entry.released_at)
                met = any(matches(plan, document) for plan in asked(person, by, now))
                if met or (before and follows(entry.item)):
                    told.add((person, entry.seq, by))
    return told


def asked(person: int, by: str, now: datetime) -> list[Node]:
    topics = Topic.objects.filter(owner_id=person)
    if by == "email":
        topics = topics.filter(rules__email="instant")
    return [compile_text(topic.query, now) for topic in topics]


@pytest.mark.parametrize("seed", [random.randrange(2**32) for _ in range(3)], ids=range(3))
def test_the_ledger_is_what_the_plain_answer_says(db, seed) -> None:
    choice = random.Random(seed)
    people = make_world(choice)
    make_stories(choice)
    catch_up(MatchingConsumer())
    found = set(Alert.objects.values_list("person_id", "seq", "channel"))
    assert found == oracle(people), f"seed {seed}"
    assert found
