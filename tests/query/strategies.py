"""Random stories and queries over one small world of words, so that they often meet.

`items`, `documents`, `query_texts`, `plans`: for whoever has to show that an engine agrees with
`wireroom.query.predicate`. The words are of several scripts, inflected, with and without accents.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import strategies as st

from wireroom.kernel.newsitem import (
    Answer,
    Company,
    Entity,
    Instrument,
    ListBlock,
    NewsItem,
    Paragraph,
    Profile,
    PubStatus,
    Question,
    Quote,
    Rights,
    Subject,
    Table,
    UpdateType,
)
from wireroom.query.analysis import fold, variants
from wireroom.query.document import SCOPES, Document
from wireroom.query.plan import All, Any, Has, Near, Node, Not, Released, Says, Starts
from wireroom.query.planning import compile_text

NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)

WORDS = (
    *("gas", "Gas", "GAS", "gasoline", "price", "prices", "pricing", "oil", "the", "and", "of"),
    *("natural", "bank", "banks", "Gazprom", "Gazprom's", "Gazprom’s", "U.S.", "US", "it's"),
    *(
        "naïve",
        "naive",
        "nai\u0308ve",
        "café",
        "cafe",
        "O’Neill",
        "RUSSIA-GAS",
        "LNG",
        "2026",
        "3.5",
    ),
    *("Preis", "Preise", "Häuser", "Haus", "Straße", "STRASSE", "München", "İstanbul", "istanbul"),
    *("цена", "цены", "ценами", "газ", "газа", "Ёлка", "елка", "рубль", "рублём"),
    *("النفط", "نَفْط", "الغـاز", "أسعار", "שלום", "שָׁלוֹם", "נפט"),
    *("東京", "東", "石油価格", "価格", "石油", "ガス", "天然气", "ราคา", "ก๊าซ"),
    *(
        "गैस",
        "가스",
        "Φόρος",
        "ΦΟΡΟΣ",
        "ﬁnance",
        "finance",
        "\uff2c\uff2e\uff27",
        "½",
        "ـ",
        "a_b",
        "x",
    ),
)
LANGUAGES = ("en", "en-GB", "de", "de-AT", "ru", "ar", "ja", "th")
_BREAKS = (" ", " ", " ", " ", ", ", ". ", "-", "\u00a0", " – ", "\n", "/")

ECONOMY = Subject(code="medtop:20000344", label="economy", broader=("medtop:04000000",))
TOPICS = (
    Subject(code="medtop:04000000", label="economy, business and finance"),
    ECONOMY,
    Subject(code="own:gas", label="Gas"),
    Subject(code="own:bare"),
)
PRODUCTS: dict[str, Node] = {
    "energy": Any((Says("text", (("gas",),)), Has(("topic=medtop:04000000",)))),
    "all": All(()),
}
_PAPERS = (
    (),
    (Instrument(isin="RU0007661625", ticker="GAZP", mic="MISX"),),
    (Instrument(ticker="SHEL"), Instrument(isin="GB00BP6MXD84", mic="XLON")),
)


@cache
def texts(most=10):
    """A text of words of the world, with what stands between words."""
    word = st.builds(str.__add__, st.sampled_from(WORDS), st.sampled_from(_BREAKS))
    return st.lists(word, max_size=most).map("".join)


def _entities(codes):
    entity = st.builds(Entity, name=texts(2), code=st.sampled_from(codes))
    return st.lists(entity, max_size=2).map(tuple)


def _bodies():
    block = st.one_of(
        st.builds(Paragraph, text=texts(12)),
        st.builds(Quote, text=texts(3), source=texts(2)),
        st.builds(Question, text=texts(3), speaker=texts(2)),
        st.builds(Answer, text=texts(3), speaker=texts(2)),
        st.builds(ListBlock, items=st.lists(texts(3), max_size=2).map(tuple)),
        st.builds(Table, caption=texts(2), rows=st.just((("gas", "oil"), ("price", "3.5")))),
    )
    return st.lists(block, max_size=4).map(tuple)


def items():
    """Stories, of every kind and state."""
    companies = st.builds(
        Company,
        name=texts(2),
        code=st.sampled_from(["", "c:Gazprom"]),
        instruments=st.sampled_from(_PAPERS),
    )
    return st.builds(
        NewsItem,
        guid=st.sampled_from(["urn:uuid:1", "urn:uuid:2"]),
        version=st.just(1),
        language=st.sampled_from(LANGUAGES),
        headline=texts(6),
        slugline=texts(2),
        standfirst=texts(4),
        dateline=texts(1),
        byline=texts(2),
        desk=st.sampled_from(["", "Energy", "Énergie desk"]),
        body=_bodies(),
        topics=st.lists(st.sampled_from(TOPICS), max_size=2, unique=True).map(tuple),
        keywords=st.lists(texts(2), max_size=2).map(tuple),
        places=_entities(["", "x:1", "iso3166-1a2:RU", "country:DE"]),
        people=_entities(["", "P:Anna"]),
        organisations=_entities(["", "o:OPEC"]),
        companies=st.lists(companies, max_size=2).map(tuple),
        rights=st.builds(Rights, holder=texts(2)),
        urgency=st.integers(1, 8),
        genre=st.sampled_from(["genre:Current", "genre:Interview", "genre:Press Release"]),
        profile=st.sampled_from([Profile.NEWS, Profile.NEWS, Profile.TEST]),
        update_type=st.sampled_from(UpdateType),
        pub_status=st.sampled_from([PubStatus.USABLE, PubStatus.USABLE, PubStatus.WITHHELD]),
    )


def moments():
    """Moments of release around `NOW`, on and beside the edges of days."""
    edges = [
        NOW, NOW - timedelta(days=7), NOW - timedelta(hours=24),
        *(datetime(2026, 11, day, tzinfo=UTC) for day in (1, 15, 23, 24, 25)),
        *(datetime(year, 1, 1, tzinfo=UTC) for year in (2025, 2026, 2027)),
    ]  # fmt: skip
    shifts = [timedelta(0), timedelta(microseconds=-1), timedelta(microseconds=1)]
    return st.builds(lambda at, by: at + by, st.sampled_from(edges), st.sampled_from(shifts))


def documents():
    """Stories as queries see them."""
    return st.builds(Document, items(), moments())


_CODED = (
    *("topic:economy", "topic:20000344", "topic:medtop:04000000", "topic:own:gas", "topic:Gas"),
    *('topic:"economy, business and finance"', "topic:sport", "topic:MEDTOP:04000000"),
    *("country:RU", "country:de", "country:gas", "lang:en", "lang:de", "lang:en-gb", "lang:German"),
    *(
        "genre:interview",
        "genre:genre:Current",
        'genre:"press release"',
        "guid:urn:uuid:1",
        "guid:2",
    ),
    *("desk:energy", 'desk:"energie DESK"', "status:usable", "status:withheld", "update:kill"),
    *("update:correction", "update:Correction_Fact", "product:energy", "product:all"),
    *("company:GAZP", "company:gazp.misx", "company:RU0007661625", "company:c:gazprom"),
    *("person:P:Anna", "place:x:1", "org:o:opec", "place:iso3166-1a2:ru"),
)
_NUMBERED = (
    *("urgency:1", "urgency:flash", "urgency:<=3", "urgency:<3", "urgency:>=6", "urgency:>6"),
    *("urgency:1..3", "urgency:alert..normal", "urgency:..2", "urgency:7..", "urgency:<1"),
)
_DATED = (
    *("date:today", "date:yesterday", "date:last7d", "date:last24h", "date:2026", "date:2026-11"),
    *("date:2026-11-24", "date:2026-11-15..", "date:..2026-11-23", "date:2026-11-01..2026-11-15"),
    *("date:>2026-11-23", "date:<2026-11", "date:>=today", "date:2025..2026-11-01"),
    "date:<=yesterday",
)  # fmt: skip
_WORDED = ("text", "headline", "slug", "byline", "keyword", "source")
_NAMED = ("person", "place", "org", "company")


def _askable(word):
    return bool(fold(word))


_ASKED = tuple(word for word in WORDS if _askable(word))
_BEGINNINGS = tuple(
    dict.fromkeys(
        word[:length]
        for word in _ASKED
        for length in range(2, len(word) + 1)
        if len(fold(word[:length]).split()) == 1 and len(fold(word[:length])) > 1
    )
)


def _phrases():
    found = st.lists(st.sampled_from(_ASKED), min_size=1, max_size=3).map(" ".join)
    return st.builds("{1[0]}{0}{1[1]}".format, found, st.sampled_from(['""', "“”", "„“"]))


def _close_words():
    plain = ["gas", "price", "prices", "oil", "цена", "газа", "naïve", "Preise", "東", "النفط"]
    found = st.lists(st.sampled_from(plain), min_size=2, max_size=4, unique_by=fold)
    return st.builds(
        '"{}"~{}'.format, found.map(" ".join), st.sampled_from([0, 1, 2, 3, 5, 12, 50])
    )


def _words_asked():
    beginnings = st.sampled_from(_BEGINNINGS).map(lambda beginning: f"{beginning}*")
    plain = st.sampled_from(_ASKED)
    return st.one_of(plain, plain, _phrases(), beginnings, _close_words())


def _joined(inner):
    """Join texts, with parentheses wherever they might matter."""
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda parts: f"({' OR '.join(parts)})"),
        several.map(lambda parts: f"({' AND '.join(parts)})"),
        several.map(" ".join),
        inner.map(lambda part: f"-({part})"),
        inner.map(lambda part: f"NOT ({part})"),
        several.map(" OR ".join),
    )


def _in_fields():
    name = st.sampled_from(_WORDED + _NAMED)
    words = _words_asked()
    several = st.recursive(words, _joined, max_leaves=4)
    return st.one_of(
        st.builds("{}:{}".format, name, words),
        st.builds("{}:({})".format, name, several),
    )


@cache
def query_texts(most=8):
    """Queries of the grammar, of at most so many leaves, over words that occur in `items`."""
    whole = st.sampled_from(_CODED + _NUMBERED + _DATED)
    leaf = st.one_of(_words_asked(), _in_fields(), whole)
    signed = st.one_of(leaf, leaf, leaf.map(lambda text: f"-{text}"))
    return st.recursive(signed, _joined, max_leaves=most)


@cache
def _nodes():
    scope = st.sampled_from(SCOPES)
    said = st.lists(st.sampled_from(_ASKED), min_size=1, max_size=2).map(" ".join).map(variants)
    close = st.lists(
        st.sampled_from(["gas", "price", "oil", "цен", "газ"]), min_size=2, max_size=3, unique=True
    ).map(lambda found: (tuple(found),))
    at = st.none() | moments()
    codes = st.sampled_from(["lang=en", "urgency=4", "topic=medtop:04000000", "company=gazp"])
    leaf = st.one_of(
        st.builds(Says, scope, said),
        st.builds(Starts, scope, st.sampled_from(["g", "gas", "pri", "цен", "b"])),
        st.builds(Near, scope, close, st.integers(0, 50)),
        st.builds(Released, at, at),
        st.builds(Has, st.lists(codes, max_size=3).map(tuple)),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(All, st.lists(inner, max_size=3).map(tuple)),
            st.builds(Any, st.lists(inner, max_size=3).map(tuple)),
            st.builds(Not, inner),
        ),
        max_leaves=8,
    )


def plans():
    """Plans: of queries, and such as no query gives, but rights or code may make."""
    asked = query_texts().map(lambda text: compile_text(text, NOW, PRODUCTS))
    return st.one_of(asked, asked, _nodes())
