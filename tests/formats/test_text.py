"""Bodies as plain text."""

from __future__ import annotations

from hypothesis import given

from tests.formats.strategies import bodies
from wireroom.formats import text
from wireroom.kernel.newsitem import (
    Answer,
    Block,
    ListBlock,
    Paragraph,
    Question,
    Quote,
    Table,
)


def test_blocks_stand_apart_without_markup() -> None:
    body = (
        Paragraph(text="Rates <strong>hold</strong> &amp; fall"),
        Quote(text="Yes", source="A"),
        ListBlock(items=("x", "y"), ordered=True),
        Table(rows=(("a", "1"),), caption="T"),
        Question(text="Why?", speaker="Agency"),
        Answer(text="So."),
    )
    assert text.body(body) == (
        "Rates hold & fall\n\n“Yes” - A\n\n1. x\n2. y\n\nT\na\t1\n\nAgency: Why?\n\nSo."
    )


def test_an_empty_body_is_empty() -> None:
    assert text.body(()) == ""


@given(bodies)
def test_any_body_can_be_set_as_text(body: tuple[Block, ...]) -> None:
    assert isinstance(text.body(body), str)
