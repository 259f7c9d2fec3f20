"""The news item and its one spelling."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.items import make_item
from wireroom.kernel.newsitem import (
    Answer,
    Block,
    Heading,
    InvalidItem,
    ListBlock,
    NewsItem,
    Paragraph,
    Question,
    Quote,
    Table,
    canonical,
    parse,
)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
blocks = st.one_of(
    st.builds(Paragraph, text=text),
    st.builds(Heading, text=text, level=st.integers(2, 4)),
    st.builds(Quote, text=text, source=text),
    st.builds(ListBlock, items=st.lists(text, max_size=3).map(tuple), ordered=st.booleans()),
    st.builds(Table, rows=st.lists(st.lists(text, max_size=3).map(tuple), max_size=3).map(tuple)),
    st.builds(Question, text=text, speaker=text),
    st.builds(Answer, text=text, speaker=text),
)
items = st.builds(
    NewsItem,
    guid=text,
    version=st.integers(1, 10**6),
    language=text,
    headline=text,
    urgency=st.integers(1, 8),
    body=st.lists(blocks, max_size=5).map(tuple),
    keywords=st.lists(text, max_size=3).map(tuple),
)


@given(items)
def test_an_item_reads_back_equal_and_spells_the_same(item: NewsItem) -> None:
    spelled = canonical(item)
    assert parse(spelled) == item
    assert canonical(parse(spelled)) == spelled


@given(items)
def test_the_spelling_is_json_with_sorted_keys_and_no_spaces(item: NewsItem) -> None:
    spelled = canonical(item)
    again = json.dumps(
        json.loads(spelled), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert json.loads(again) == json.loads(spelled)
    assert list(json.loads(spelled)) == sorted(json.loads(spelled))
    assert b"\n" not in spelled


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "JSON"),
        (b'{"guid":"g","version":1,"language":"en"}', "headline"),
        (b'{"guid":"g","version":0,"language":"en","headline":"h"}', "version"),
        (b'{"guid":"g","version":1,"language":"en","headline":"h","urgency":9}', "urgency"),
        (b'{"guid":"g","version":1,"language":"en","headline":"h","colour":"red"}', "colour"),
        (b'{"guid":"g","version":1,"language":"en","headline":"h","body":[{"type":"gif"}]}', "gif"),
    ],
)
def test_what_is_not_an_item_is_refused_with_the_place(data: bytes, said: str) -> None:
    with pytest.raises(InvalidItem) as refused:
        parse(data)
    assert said in refused.value.detail or "truncated" in refused.value.detail


def test_every_block_type_of_the_body_is_known_here() -> None:
    assert set(Block.__args__) == {Paragraph, Heading, Quote, ListBlock, Table, Question, Answer}


def test_half_a_surrogate_pair_is_refused_and_a_whole_character_is_not() -> None:
    assert parse(canonical(make_item(headline="\U0001f4f0"))).headline == "\U0001f4f0"
    with pytest.raises(InvalidItem, match="surrogates"):
        canonical(make_item(headline="\ud83d"))
