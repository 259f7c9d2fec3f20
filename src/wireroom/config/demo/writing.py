"""The demo's compact way to write a body → blocks of a news item."""

from __future__ import annotations

import re

from wireroom.kernel.markup import clean
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

_TURN = re.compile(r"^([QA]) ([^:]+): (.+)$", re.DOTALL)


def blocks(text: str) -> tuple[Block, ...]:
    """Read a body: blank lines part its blocks; see the head of stories.toml for the marks."""
    return tuple(_block(piece.strip()) for piece in re.split(r"\n\s*\n", text) if piece.strip())


def _block(piece: str) -> Block:
    if piece.startswith("## "):
        return Heading(text=piece[3:])
    if piece.startswith("> "):
        words, _, source = piece[2:].partition(" — ")
        return Quote(text=clean(words), source=source)
    if piece.startswith("- "):
        return ListBlock(items=tuple(clean(line[2:]) for line in piece.splitlines()))
    if piece.startswith("| "):
        rows = (line.strip("| ").split("|") for line in piece.splitlines())
        return Table(rows=tuple(tuple(cell.strip() for cell in row) for row in rows))
    if turn := _TURN.match(piece):
        kind = Question if turn.group(1) == "Q" else Answer
        return kind(text=clean(turn.group(3)), speaker=turn.group(2))
    return Paragraph(text=clean(" ".join(piece.split())))
