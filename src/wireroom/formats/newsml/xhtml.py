"""The body of an item as an XHTML document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wireroom.formats.language import direction
from wireroom.formats.newsml.codes import XHTML
from wireroom.formats.xmlparts.inline import Tags, fill
from wireroom.formats.xmlparts.making import XML_LANG, Child, Element, Maker, language
from wireroom.formats.xmlparts.turns import named
from wireroom.kernel.newsitem import (
    Answer,
    Block,
    Heading,
    ListBlock,
    NewsItem,
    Paragraph,
    Question,
    Quote,
    Table,
)

_make = Maker(XHTML)
_INLINE: Tags = {"strong": ("strong", {}), "em": ("em", {}), "a": ("a", {})}


def page(item: NewsItem) -> Element:
    """Give the body as a page of the usual elements of XHTML, without styles or scripts."""
    tag = language(item.language)
    return _make(
        "html",
        {XML_LANG: tag, "lang": tag, "dir": direction(tag)},
        _make("head", None, _make("title", None, item.headline)),
        _make("body", None, *_blocks(item.body)),
    )


def _blocks(body: Iterable[Block]) -> Iterator[Element]:
    for block, speaker in named(body):
        yield from _block(block, speaker)


def _block(block: Block, speaker: str) -> Iterator[Element]:
    match block:
        case Paragraph():
            yield _text("p", block.text)
        case Heading():
            yield _text(f"h{block.level}", block.text)
        case Quote():
            source = _make("p", None, _text("cite", block.source)) if block.source else None
            yield _make("blockquote", None, _text("p", block.text), source)
        case ListBlock() if block.items:
            points = (_text("li", item) for item in block.items)
            yield _make("ol" if block.ordered else "ul", None, *points)
        case Table():
            yield from _table(block)
        case Question():
            yield _turn("question", block.text, speaker)
        case Answer():
            yield _turn("answer", block.text, speaker)


def _text(tag: str, markup: str) -> Element:
    return fill(_make(tag), markup, _make, _INLINE)


def _turn(kind: str, markup: str, speaker: str) -> Element:
    turn = _make("p", {"class": kind})
    if speaker:
        turn.append(_text("b", speaker))
        turn[-1].tail = ": "
    return fill(turn, markup, _make, _INLINE)


def _table(block: Table) -> Iterator[Element]:
    """Give the table; a caption without rows is a paragraph."""
    rows = [row for row in block.rows if row]
    if not rows:
        if block.caption:
            yield _text("p", block.caption)
        return
    has_head = block.header and bool(block.rows[0])
    head: Child = _make("thead", None, _row(rows[0], "th")) if has_head else None
    rest = [_row(row, "td") for row in (rows[1:] if has_head else rows)]
    caption = _text("caption", block.caption) if block.caption else None
    yield _make("table", None, caption, head, _make("tbody", None, *rest) if rest else None)


def _row(cells: Sequence[str], tag: str) -> Element:
    return _make("tr", None, *(_text(tag, cell) for cell in cells))
