"""The texts in a body, piece by piece, for whoever reads words and not layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wireroom.kernel.markup import plain
from wireroom.kernel.newsitem import Answer, Block, ListBlock, Question, Quote, Table


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Give every text in blocks by itself and plain: a paragraph, a point, a cell, a speaker."""
    for block in blocks:
        match block:
            case ListBlock(items=items):
                yield from map(plain, items)
            case Table(rows=rows, caption=caption):
                yield plain(caption)
                yield from (plain(cell) for row in rows for cell in row)
            case Quote(text=text, source=source):
                yield from (plain(text), plain(source))
            case Question(text=text, speaker=speaker) | Answer(text=text, speaker=speaker):
                yield from (plain(speaker), plain(text))
            case _:
                yield plain(block.text)
