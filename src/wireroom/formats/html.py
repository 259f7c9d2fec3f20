"""The body of an item as HTML. Everything goes through the inline markup's cleaner once more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch
from html import escape
from itertools import groupby

from wireroom.kernel.markup import clean, plain
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

_Turn = Question | Answer


def body(blocks: Iterable[Block]) -> str:
    """Render blocks in order, one element a line. The result is safe whatever the blocks hold.

    The turns of an interview that follow each other stand in one `div.interview`; a speaker is
    named where the voice changes, not on every paragraph.
    """
    parts: list[str] = []
    for _, run in groupby(blocks, key=lambda block: isinstance(block, _Turn)):
        members = tuple(run)
        turns = tuple(block for block in members if isinstance(block, _Turn))
        parts += [_interview(turns)] if turns else map(_block, members)
    return "\n".join(parts)


@singledispatch
def _block(block: Block) -> str:
    raise TypeError(block)


@_block.register
def _(block: Paragraph) -> str:
    return f"<p>{clean(block.text)}</p>"


@_block.register
def _(block: Heading) -> str:
    return f"<h{block.level}>{clean(block.text)}</h{block.level}>"


@_block.register
def _(block: Quote) -> str:
    quote = f"<blockquote><p>{clean(block.text)}</p></blockquote>"
    source = f"<figcaption>{clean(block.source)}</figcaption>" if block.source else ""
    return f'<figure class="quote">{quote}{source}</figure>'


@_block.register
def _(block: ListBlock) -> str:
    tag = "ol" if block.ordered else "ul"
    return f"<{tag}>{''.join(f'<li>{clean(item)}</li>' for item in block.items)}</{tag}>"


@_block.register
def _(block: Table) -> str:
    """Render in a box that scrolls by keyboard too (WCAG 2.1.1), named by the caption."""
    caption = clean(block.caption)
    label = f' aria-label="{escape(plain(block.caption) or "Table")}"'
    head = _row(block.rows[0], "th") if block.header and block.rows else ""
    rows = block.rows[1:] if head else block.rows
    return (
        f'<div class="table-scroll" role="region" tabindex="0"{label}><table>'
        + (f"<caption>{caption}</caption>" if caption else "")
        + (f"<thead>{head}</thead>" if head else "")
        + f"<tbody>{''.join(_row(row, 'td') for row in rows)}</tbody></table></div>"
    )


def _row(cells: Sequence[str], tag: str) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    return f"<tr>{''.join(f'<{tag}{scope}{_kind(c)}>{clean(c)}</{tag}>' for c in cells)}</tr>"


def _kind(cell: str) -> str:
    """Mark figures, so that a column of them can be set flush right."""
    figure = cell.strip().strip("+-−±%$€£¥₽ ").replace(",", "").replace(".", "").replace(" ", "")
    return ' class="figure"' if figure.isdecimal() else ""


def _interview(turns: Sequence[_Turn]) -> str:
    lines: list[str] = []
    voice: tuple[type, str] | None = None
    for turn in turns:
        now = (type(turn), turn.speaker)
        speaker = f'<b class="speaker">{clean(turn.speaker)}:</b> ' if turn.speaker else ""
        lines.append(_turn(turn, speaker if now != voice else ""))
        voice = now
    return '<div class="interview">\n' + "\n".join(lines) + "\n</div>"


def _turn(turn: _Turn, speaker: str) -> str:
    if isinstance(turn, Question):
        return f'<p class="question">{speaker}<strong>{clean(turn.text)}</strong></p>'
    return f'<p class="answer">{speaker}{clean(turn.text)}</p>'
