"""Plans and documents over a small vocabulary, so that they often meet."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from wireroom.kernel.newsitem import Company, Entity, Instrument, NewsItem, Paragraph, Subject
from wireroom.query.document import Document
from wireroom.query.plan import All, Any, Has, Near, Not, Released, Says, Starts

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORDS = ("gas", "price", "rises", "gasoline", "Öl", "Москва", "東京", "prices", "of", "the")
KEYS = ("gas", "price", "rise", "gasolin", "ol", "москв", "東", "京", "of", "the", "absent")
SCOPES = ("text", "headline", "keyword", "person", "company")
CODES = (
    "language=en", "lang=de", "urgency=3", "topic=a", "topic=b", "topic=c", "person=p:1",
    "company=acme", "company=acme.xnys", "genre~current", "desk=никто",
)  # fmt: skip

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


@st.composite
def documents(draw):
    item = NewsItem(
        guid="urn:x",
        version=1,
        language=draw(st.sampled_from(["en", "de", "ru"])),
        headline=draw(texts),
        body=tuple(Paragraph(text=text) for text in draw(st.lists(texts, max_size=3))),
        keywords=tuple(draw(st.lists(texts, max_size=2))),
        topics=tuple(
            Subject(code=code, label="")
            for code in draw(st.lists(st.sampled_from("abc"), max_size=2, unique=True))
        ),
        people=tuple(Entity(name=name, code="p:1") for name in draw(st.lists(texts, max_size=1))),
        companies=tuple(
            Company(name=name, instruments=(Instrument(ticker="ACME", mic="XNYS"),))
            for name in draw(st.lists(texts, max_size=1))
        ),
    )
    return Document(item, NOON + timedelta(hours=draw(st.integers(-2, 2))))


phrases = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3).map(tuple)
scopes = st.sampled_from(SCOPES)
prefixes = st.sampled_from(["g", "ga", "gaso", "pri", "ол", "東", "mos", "Ol"])
moments = st.none() | st.integers(-2, 2).map(lambda hours: NOON + timedelta(hours=hours))

leaves = st.one_of(
    st.builds(Has, st.lists(st.sampled_from(CODES), max_size=3).map(tuple)),
    st.builds(Says, scopes, st.lists(phrases, max_size=3).map(tuple)),
    st.builds(Starts, scopes, prefixes),
    st.builds(
        Near,
        scopes,
        st.lists(
            st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True).map(tuple),
            max_size=2,
        ).map(tuple),
        st.integers(0, 4),
    ),
    st.builds(Released, moments, moments),
)


def _branches(parts):
    several = st.lists(parts, max_size=4).map(tuple)
    return st.one_of(st.builds(All, several), st.builds(Any, several), st.builds(Not, parts))


plans = st.recursive(leaves, _branches, max_leaves=12)
masks = st.sampled_from([0, 1, 2, 3, 1 << 31, 0xFFFF_FFFF])
