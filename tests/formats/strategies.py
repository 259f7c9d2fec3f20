"""Hypothesis strategies for bodies: every block, every script, and markup that means harm."""

from __future__ import annotations

from hypothesis import strategies as st

from wireroom.kernel.newsitem import (
    Answer,
    Heading,
    ListBlock,
    Paragraph,
    Question,
    Quote,
    Table,
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
