"""The body of an item as plain text, for mail, for the clipboard and for old wires."""

from __future__ import annotations

from collections.abc import Iterable

from wireroom.kernel.markup import plain
from wireroom.kernel.newsitem import Answer, Block, ListBlock, Question, Quote, Table


def body(blocks: Iterable[Block]) -> str:
    """Set blocks as paragraphs with an empty line between them. Lines are not wrapped."""
    return "\n\n".join(filter(None, map(_block, blocks)))


def printable(text: str) -> str:
    """Drop the controls of the C1 set, which XML advises against and HTML reads as letters."""
    return text.translate(_C1)


_C1 = dict.fromkeys((*range(0x80, 0x85), *range(0x86, 0xA0)))
"""All but U+0085, which is a line break."""


def _block(block: Block) -> str:
    if isinstance(block, ListBlock):
        return "\n".join(
            f"{f'{number}.' if block.ordered else '-'} {plain(item)}"
            for number, item in enumerate(block.items, 1)
        )
    if isinstance(block, Table):
        rows = ["\t".join(map(plain, row)) for row in block.rows]
        return "\n".join(filter(None, [plain(block.caption), *rows]))
    if isinstance(block, Quote):
        return f"“{plain(block.text)}”" + (f" - {plain(block.source)}" if block.source else "")
    if isinstance(block, Question | Answer) and block.speaker:
        return f"{plain(block.speaker)}: {plain(block.text)}"
    return plain(block.text)
