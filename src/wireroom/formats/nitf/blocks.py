"""The blocks of a body as NITF 3.6."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wireroom.formats.nitf.codes import INLINE
from wireroom.formats.xmlparts.inline import fill
from wireroom.formats.xmlparts.making import Element, Maker
from wireroom.formats.xmlparts.turns import named
from wireroom.kernel.newsitem import (
    Answer,
    Block,
    Heading,
    ListBlock,
    Paragraph,
    Question,
    Quote,
    Table,
)

_PLAIN_LEVEL = 2


def blocks(body: Iterable[Block], make: Maker) -> Iterator[Element]:
    """Give the elements of `body.content`, in order; a list or table without content gives none.

    The first paragraph is marked as the lede. A speaker is named where the voice changes.
    """
    setter = _Setter(make)
    for block, speaker in named(body):
        yield from setter.block(block, speaker)


class _Setter:
    """Sets blocks with the elements of one namespace."""

    def __init__(self, make: Maker) -> None:
        self._make = make
        self._lede_is_due = True

    def block(self, block: Block, speaker: str) -> Iterator[Element]:
        match block:
            case Paragraph():
                lede = "true" if self._lede_is_due else ""
                self._lede_is_due = False
                yield self._text("p", block.text, lede=lede)
            case Heading():
                level = "" if block.level == _PLAIN_LEVEL else f"level{block.level}"
                yield self._text("hl2", block.text, **{"class": level})
            case Quote():
                yield self._quote(block)
            case ListBlock() if block.items:
                points = (self._text("li", item) for item in block.items)
                yield self._make("ol" if block.ordered else "ul", None, *points)
            case Table():
                yield from self._table(block)
            case Question():
                yield self._turn("question", block.text, speaker)
            case Answer():
                yield self._turn("answer", block.text, speaker)

    def _text(self, tag: str, markup: str, **attributes: str) -> Element:
        return fill(self._make(tag, attributes), markup, self._make, INLINE)

    def _quote(self, block: Quote) -> Element:
        said = self._make("block", None, self._text("p", block.text))
        credit = self._text("credit", block.source) if block.source else None
        return self._make("bq", None, said, credit)

    def _turn(self, kind: str, markup: str, speaker: str) -> Element:
        turn = self._make("p", {"class": kind})
        if speaker:
            turn.append(self._text("em", speaker, **{"class": "speaker"}))
            turn[-1].tail = ": "
        return fill(turn, markup, self._make, INLINE)

    def _table(self, block: Table) -> Iterator[Element]:
        """Give the table; a caption without rows is a paragraph, since a table must have rows."""
        rows = [row for row in block.rows if row]
        if not rows:
            if block.caption:
                yield self._text("p", block.caption)
            return
        caption = self._text("caption", block.caption) if block.caption else None
        has_head = block.header and bool(block.rows[0])
        first = self._row(rows[0], "th" if has_head else "td")
        rest = [self._row(row, "td") for row in rows[1:]]
        head = self._make("thead", None, first) if has_head and rest else None
        body = self._make("tbody", None, *(rest if head is not None else [first, *rest]))
        yield self._make("table", None, caption, head, body)

    def _row(self, cells: Sequence[str], tag: str) -> Element:
        return self._make("tr", None, *(self._text(tag, cell) for cell in cells))
