"""Random stories and plans over a small world of words, so that they often meet."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from tests.factories.stories import make_guid
from wireroom.kernel.newsitem import (
    Company,
    EdNote,
    Entity,
    Instrument,
    NewsItem,
    Paragraph,
    Profile,
    PubStatus,
    Rights,
    Subject,
    UpdateType,
    canonical,
)
from wireroom.query.analysis import fold, variants
from wireroom.query.document import SCOPES
from wireroom.query.plan import All, Any, Has, Near, Node, Not, Released, Says, Starts
from wireroom.wire.entries import Entry

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
WORDS = [
    "gas", "prices", "rose", "the", "of", "Häuser", "новости", "экономика", "ещё", "東京", "عَرَب",
    "U.S.", "it's", "oil", "gasoline", "pricing", "Moscow", "bank", "banks", "a+b", "foo.bar", "x",
    "of", "the", "in", "die", "der", "на", "и", "to", "be",
]  # fmt: skip
LANGUAGES = ("en", "de", "ru", "de-AT", "en-GB")
TOPICS = (
    Subject(code="medtop:04000000", label="economy, business and finance"),
    Subject(code="medtop:20000344", label="economy", broader=("medtop:04000000",)),
    Subject(code="own:gas", label="Gas"),
)


def text(chance: random.Random, most: int = 12) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randrange(most + 1)))


def _entities(chance: random.Random) -> tuple[Entity, ...]:
    codes = ("", "x:1", "iso3166-1a2:RU", "P:Anna")
    return tuple(
        Entity(name=text(chance, 2), code=chance.choice(codes)) for _ in range(chance.randrange(3))
    )


def _companies(chance: random.Random) -> tuple[Company, ...]:
    paper = Instrument(isin="RU0007661625", ticker="GAZP", mic="MISX")
    return tuple(
        Company(name=text(chance, 2), instruments=chance.choice([(), (paper,)]))
        for _ in range(chance.randrange(2))
    )


def item(chance: random.Random, number: int) -> NewsItem:
    return NewsItem(
        guid=make_guid(number),
        version=1,
        language=chance.choice(LANGUAGES),
        headline=text(chance, 6),
        slugline=text(chance, 2),
        standfirst=text(chance, 4),
        byline=text(chance, 2),
        desk=text(chance, 1),
        body=tuple(Paragraph(text=text(chance, 20)) for _ in range(chance.randrange(3))),
        ednotes=(EdNote(text="SECRET"), EdNote(text="SECRET", publishable=True)),
        topics=tuple(chance.sample(TOPICS, chance.randrange(3))),
        keywords=tuple(text(chance, 2) for _ in range(chance.randrange(3))),
        places=_entities(chance),
        people=_entities(chance),
        organisations=_entities(chance),
        companies=_companies(chance),
        rights=Rights(holder=text(chance, 2)),
        urgency=chance.randrange(1, 9),
        genre=chance.choice(["genre:Current", "genre:Interview"]),
        profile=chance.choice([Profile.NEWS, Profile.NEWS, Profile.TEST]),
        update_type=chance.choice(list(UpdateType)),
        pub_status=chance.choice([PubStatus.USABLE, PubStatus.USABLE, PubStatus.WITHHELD]),
    )


def entry(chance: random.Random, number: int) -> Entry:
    return Entry.of(
        seq=number,
        released_at=BEGIN + timedelta(hours=number, microseconds=chance.randrange(2)),
        raw=canonical(item(chance, number)),
        hash=b"",
    )


CODES = (
    "language=de", "lang=de", "lang=en-gb", "topic=medtop:04000000", "topic~economy", "urgency=1",
    "urgency=4", "company=gazp", "company=gazp.misx", "person=p:anna", "country=ru", "place=x:1",
    "genre~interview", "profile=test", "status=withheld", "update=correction", "update=kill",
    "desk=oil", "country~moscow", "nothing=here",
)  # fmt: skip


def _says(chance: random.Random) -> Node:
    found = variants(text(chance, 3))
    return Says(chance.choice(SCOPES), found) if found else All(())


def _near(chance: random.Random) -> Node:
    keys = [variants(word)[0][0] for word in chance.sample(WORDS, chance.randrange(2, 5))]
    distinct = tuple(dict.fromkeys(keys))
    return Near(chance.choice(SCOPES), (distinct,), chance.randrange(15))


def _starts(chance: random.Random) -> Node:
    word = fold(chance.choice(WORDS))
    return Starts(chance.choice(SCOPES), word[: chance.randrange(1, len(word) + 1)])


def _released(chance: random.Random) -> Node:
    def moment() -> datetime | None:
        at = BEGIN + timedelta(hours=chance.randrange(-5, 60), microseconds=chance.randrange(3))
        return chance.choice([None, at, at, datetime(1960, 1, 1, tzinfo=UTC)])

    return Released(moment(), moment())


def _has(chance: random.Random) -> Node:
    return Has(tuple(chance.sample(CODES, chance.choice([0, 1, 1, 2, 3, 18]))))


def plan(chance: random.Random, depth: int = 4) -> Node:
    inner = (All, Any, Not) if depth else ()
    kind = chance.choice([*inner, _says, _says, _near, _starts, _released, _has])
    if kind is Not:
        return Not(plan(chance, depth - 1))
    if kind in {All, Any}:
        return kind(tuple(plan(chance, depth - 1) for _ in range(chance.randrange(4))))
    return kind(chance)
