"""The pure pieces of searching: marks, clauses, the builder, what is being typed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wireroom.formats.html import body
from wireroom.kernel.newsitem import Answer, ListBlock, Paragraph, Question, Table
from wireroom.query.canonical import canonical
from wireroom.query.parser import parse
from wireroom.terminal.asked import Asked, asked_in
from wireroom.terminal.building import Form, composed, filled
from wireroom.terminal.clauses import clause, has, quoted, toggled
from wireroom.terminal.completing import Typed, typed
from wireroom.terminal.marking import marked, marked_body

WORD = re.compile("gas( price)?", re.IGNORECASE)


def _find(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in WORD.finditer(text)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags = "", []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *attrs))


def _read(html: str) -> tuple[str, list[object]]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text, [tag for tag in reader.tags if tag != ("mark",)]


def test_a_marked_text_is_escaped_piece_by_piece() -> None:
    assert marked("<gas> & gas", _find) == ("&lt;<mark>gas</mark>&gt; &amp; <mark>gas</mark>")
    assert marked("<b>", None) == "&lt;b&gt;"


def test_marks_in_a_body_go_through_emphasis_and_never_over_an_edge() -> None:
    html = "<p>A <em>gas</em> price</p><p>gas</p><p> price</p>"
    assert marked_body(html, _find) == (
        "<p>A <em><mark>gas</mark></em><mark> price</mark></p><p><mark>gas</mark></p><p> price</p>"
    )


HOSTILE = st.text(
    alphabet=st.sampled_from("gas price<>&\"'/=!-;#x3cscriptimgonerror\u202e\0")
) | st.sampled_from(
    [
        "<script>gas</script>",
        '<a href="https://gas.example/gas?x=gas price">gas</a>',
        '<a href="javascript:gas">gas</a>',
        "<img src=gas onerror=gas>",
        "<!-- gas -->",
        "&lt;gas&gt;",
        "&#60;gas&#62;",
        "<strong>gas",
        "</p><p>gas",
        "<mark>gas</mark>",
        "<style>gas</style>",
        "<![CDATA[gas]]>",
        "<?gas?>",
    ]
)


@given(st.lists(HOSTILE, min_size=1, max_size=4))
def test_marks_change_neither_the_text_nor_the_elements_of_a_body(texts: list[str]) -> None:
    text = "".join(texts)
    blocks = (
        Paragraph(text=text),
        ListBlock(items=(text, "gas")),
        Table(rows=((text, "gas"), ("1", text)), caption=text, header=True),
        Question(text=text, speaker="gas"),
        Answer(text=text),
    )
    html = body(blocks)
    assert _read(marked_body(html, _find)) == _read(html)


@pytest.mark.parametrize(
    ("text", "wanted", "new"),
    [
        ("", "topic:economy", "topic:economy"),
        ("gas", "topic:economy", "gas topic:economy"),
        ("gas topic:economy", "topic:economy", "gas"),
        ("topic:economy", "topic:economy", ""),
        ("gas OR oil", "lang:en", "(gas OR oil) lang:en"),
        ("(gas", "lang:en", "(gas"),
    ],
)
def test_a_clause_is_added_to_a_query_or_taken_away(text: str, wanted: str, new: str) -> None:
    assert toggled(text, wanted) == (str(new) if text == "(gas" else _canonical(new))


def _canonical(text: str) -> str:
    return canonical(parse(text))


def test_adding_and_taking_away_again_changes_nothing() -> None:
    for text in ("gas", "gas OR oil", "-sport", 'gas "natural gas" lang:en', "urgency:<=3"):
        wanted = clause("topic", "oil and gas")
        added = toggled(text, wanted)
        assert has(added, wanted)
        assert parse(toggled(added, wanted)) == parse(text)


@given(st.text(max_size=30))
def test_a_quoted_value_is_always_one_value(value: str) -> None:
    text = quoted(value)
    if text.strip('"'):
        assert clause("headline", value) == f"headline:{text}"
        assert text.count('"') in {0, 2}


FORM = Form(
    words="gas pipeline",
    phrase="central bank",
    any="rouble ruble",
    none="football",
    topic="monetary policy, currency",
    company="GAZP",
    language="en, ru",
    urgency="3",
    since="2026-11-01",
    until="2026-11-30",
)


def test_the_builder_writes_a_query_that_it_can_read_back() -> None:
    text = composed(FORM)
    parse(text)
    assert filled(text) == FORM
    assert filled("") == Form()
    assert filled(composed(Form(recent="last7d"))) == Form(recent="last7d")


@pytest.mark.parametrize(
    "text", ['"gas price"~5', "(a OR b) (c OR d)", "-(a b)", "headline:gas", "(gas", "update:kill"]
)
def test_a_query_that_says_more_than_the_form_is_not_cut_down(text: str) -> None:
    assert filled(text) is None


@example({"topic": "0.."})
@given(
    st.fixed_dictionaries({}, optional={n: st.text(max_size=20) for n in Form.__struct_fields__})
)
def test_whatever_stands_in_the_form_makes_a_query(parts: dict[str, str]) -> None:
    parse(composed(Form(**parts)))


@pytest.mark.parametrize(
    ("before", "piece"),
    [
        ("", Typed("", "", "")),
        ("ga", Typed("", "", "ga")),
        ("oil ga", Typed("oil ", "", "ga")),
        ("oil -ga", Typed("oil -", "", "ga")),
        ("(topic:ec", Typed("(", "topic", "ec")),
        ('topic:"oil an', Typed("", "topic", "oil an", is_quoted=True)),
        ("topic:(oil OR ga", Typed("topic:(oil OR ", "topic", "ga", in_group=True)),
        ("topic:", Typed("", "topic", "")),
        ("oil ", Typed("oil ", "", "")),
        ("نفط", Typed("", "", "نفط")),
    ],
)
def test_the_piece_that_is_being_typed_is_found(before: str, piece: Typed) -> None:
    assert typed(before) == piece


def test_an_address_says_the_same_search_in_the_same_words() -> None:
    asked = Asked(text="gas & oil", sort="relevance", all_versions=True, topic="7")
    assert asked.address == "?q=gas+%26+oil&sort=relevance&versions=all&topic=7"
    assert asked_in({"q": " gas ", "sort": "x", "versions": "y", "topic": "z"}) == Asked(text="gas")
    assert Asked().address == ""
