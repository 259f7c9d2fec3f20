"""Hypothesis strategies for items: every block, every script, and markup that means harm."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from wireroom.kernel.newsitem import (
    Answer,
    Company,
    Correction,
    EdNote,
    Entity,
    Heading,
    Instrument,
    Link,
    ListBlock,
    NewsItem,
    Paragraph,
    Profile,
    Provenance,
    PubStatus,
    Question,
    Quote,
    Rights,
    Subject,
    Table,
    UpdateType,
)

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="https://example.com" onclick="x">x</a>',
    '"><svg onload=alert(1)>',
    "</p></div></article><style>*{display:none}</style>",
    "<strong>open",
    "</strong>",
    "<!--",
    "]]>",
    "&lt;script&gt;",
    "&#x3c;script>",
)

scripts = st.sampled_from(
    (
        "Ставка 15%",
        "利率を据え置く",
        "أبقى البنك",
        "ריבית",
        "금리 동결",
        "Zinssatz für Öl",
        "ε₀ < 1 & x > 2",
        "🏦",
        "e\u0301",
        "\u202eevil",
        "",
    )
)
texts = st.lists(
    st.one_of(scripts, st.sampled_from(HOSTILE), st.text(max_size=20)), max_size=4
).map("".join)

blocks = st.one_of(
    st.builds(Paragraph, text=texts),
    st.builds(Heading, text=texts, level=st.integers(2, 4)),
    st.builds(Quote, text=texts, source=texts),
    st.builds(ListBlock, items=st.lists(texts, max_size=4).map(tuple), ordered=st.booleans()),
    st.builds(
        Table,
        rows=st.lists(st.lists(texts, max_size=3).map(tuple), max_size=4).map(tuple),
        caption=texts,
        header=st.booleans(),
    ),
    st.builds(Question, text=texts, speaker=texts),
    st.builds(Answer, text=texts, speaker=texts),
)
bodies = st.lists(blocks, max_size=5).map(tuple)

CONTROLS = "a\x01b\x02c\x03d\x04e\x07f\x7fg\x1bh\x85i\x00j\x0bk\ufffel"
"""Text that would end a message or a document early, were it passed on as it is."""

_roles = st.sampled_from(("correction", "advisory", "embargo", "hold", "kill", "contact", "more"))
_words = st.one_of(texts, st.just(CONTROLS))
_codes = st.one_of(
    st.sampled_from(
        (
            "",
            "medtop:04000000",
            "genre:Current",
            "own:Ключ/1",
            "wd:Q42",
            "https://example.com/a b?c=é#d e",
            "no scheme",
            "http://[bad",
            ":",
        )
    ),
    st.text(max_size=10),
)
_relevance = st.integers(0, 100)
_provenance = st.sampled_from(Provenance)
_entities = st.builds(
    Entity, name=_words, code=_codes, provenance=_provenance, relevance=_relevance
)
_companies = st.builds(
    Company,
    name=_words,
    code=_codes,
    instruments=st.lists(
        st.builds(Instrument, isin=_words, ticker=_words, mic=_words), max_size=2
    ).map(tuple),
)
_subjects = st.builds(
    Subject,
    code=_codes,
    label=_words,
    broader=st.lists(_codes, max_size=2).map(tuple),
    provenance=_provenance,
    relevance=_relevance,
)


def _few(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=2).map(tuple)


items = st.builds(
    NewsItem,
    guid=st.uuids(version=4).map(lambda each: each.urn),
    version=st.integers(1, 10_000),
    language=st.sampled_from(("en", "ru", "de", "ar", "zh-Hans", "pt_BR", "", "not a tag")),
    headline=_words,
    pub_status=st.sampled_from(PubStatus),
    update_type=st.sampled_from(UpdateType),
    urgency=st.integers(1, 8),
    profile=st.sampled_from(Profile),
    genre=_codes,
    links=_few(
        st.builds(
            Link,
            rel=st.sampled_from(("translation_of", "update_to", "take_of")),
            guid=st.uuids(version=4).map(lambda each: each.urn),
        )
    ),
    embargoed_until=st.none()
    | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is beside it
    slugline=_words,
    standfirst=_words,
    dateline=_words,
    byline=_words,
    body=bodies,
    ednotes=_few(st.builds(EdNote, text=_words, role=_roles, publishable=st.booleans())),
    topics=_few(_subjects),
    keywords=_few(_words),
    places=_few(_entities),
    people=_few(_entities),
    organisations=_few(_entities),
    companies=_few(_companies),
    correction=st.none() | st.builds(Correction, was=_words, now=_words, where=_words, why=_words),
    rights=st.builds(
        Rights,
        holder=_words,
        notice=_words,
        usage_terms=_words,
        data_mining=st.sampled_from(("", "allowed", "reserved")),
    ),
)
"""Any item at all; the text of any of them may hold anything but half a surrogate pair."""
