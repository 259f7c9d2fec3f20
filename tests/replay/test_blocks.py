"""Markdown, HTML and shortcodes → blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.desk.replay.blocks import blocks
from wireroom.desk.replay.interviews import is_interview, with_questions
from wireroom.desk.replay.shortcodes import expand
from wireroom.kernel.markup import clean
from wireroom.kernel.newsitem import (
    Answer,
    Heading,
    ListBlock,
    NewsItem,
    Paragraph,
    Question,
    Quote,
    Table,
    canonical,
    parse,
)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One.\n\nTwo.", (Paragraph(text="One."), Paragraph(text="Two."))),
        ("## A *b*", (Heading(text="A b", level=2),)),
        ("##### Deep", (Heading(text="Deep", level=4),)),
        ("- a\n- b\n    - c", (ListBlock(items=("a", "b", "c")),)),
        ("1. a\n2. b", (ListBlock(items=("a", "b"), ordered=True),)),
        ("> said\n>\n> more", (Quote(text="said more"),)),
        ("|A|B|\n|-|-|\n|1|2|", (Table(rows=(("A", "B"), ("1", "2"))),)),
        ("<p>a<br>b</p><p>c</p>", (Paragraph(text="a b"), Paragraph(text="c"))),
        (
            "<table><tr><td>1<td>2<tr><td>3</table>",
            (Table(rows=(("1", "2"), ("3", "")), header=False),),
        ),
        ("**b** and _i_", (Paragraph(text="<strong>b</strong> and <em>i</em>"),)),
        ("AT&amp;T &#8211; x < y", (Paragraph(text="AT&amp;T – x &lt; y"),)),
    ],
)
def test_each_kind_of_text_becomes_its_block(markdown, expected):
    assert blocks(markdown) == expected


@pytest.mark.parametrize(
    "markdown",
    ["", "  \n", "<script>alert(1)</script>", "![x](y.png)", "<iframe src=x></iframe>", "---"],
)
def test_what_has_no_words_disappears(markdown):
    assert blocks(markdown) == ()


def test_outside_links_stay_and_links_inside_the_source_keep_their_words_only():
    text = '[out](https://a.example/) [in](/b) [ref]({{< ref "/c" >}}) [bad](javascript:alert(1))'
    (paragraph,) = blocks(text)
    assert paragraph.text.startswith('<a href="https://a.example/">out</a> in ref ')
    assert "href=" not in paragraph.text.partition("</a>")[2]


def test_shortcodes_with_words_keep_them_and_pictures_go():
    text = 'Hi {{< img src="x" alt="pic" >}}there {{% note %}}Mind.{{% /note %}}'
    assert blocks(text) == (Paragraph(text="Hi there"), Paragraph(text="Mind."))
    (quote,) = blocks('{{< quote-block text="Be <brave>." cite="Ann" >}}')
    assert quote == Quote(text="Be &lt;brave&gt;.", source="Ann")
    assert expand("a {{ odd }}b") == "a b"


def test_an_interview_is_recognised_by_its_marks():
    text = "Intro.\n\n**Q.** Why?\n\n**A.** So.\n\nAnd more.\n\n**Q: How?**\n\nA: Thus."
    found = with_questions(blocks(text))
    assert found == (
        Paragraph(text="Intro."),
        Question(text="Why?"),
        Answer(text="So."),
        Answer(text="And more."),
        Question(text="How?"),
        Answer(text="Thus."),
    )
    assert is_interview(found)


def test_a_single_mark_or_an_ordinary_text_is_no_interview():
    once = blocks("Q: Why?\n\nA: So.")
    assert with_questions(once) == once
    assert not is_interview(blocks("A. Smith met Q. Jones."))


@given(st.text(alphabet=st.sampled_from("ab <>/*_#>|-[](){}&;!\"'`\n%=pdivtrul"), max_size=80))
def test_whatever_is_written_gives_clean_blocks_that_survive_the_wire(text):
    found = blocks(text)
    item = NewsItem(guid="x", version=1, language="en", headline="h", body=found)
    assert parse(canonical(item)) == item
    for block in found:
        if isinstance(block, Paragraph):
            assert clean(block.text) == block.text
