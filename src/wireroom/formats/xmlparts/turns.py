"""Who speaks in the turns of an interview."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wireroom.kernel.newsitem import Answer, Block, Question


def named(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Give each block with the speaker to name before it: where the voice changes, else nobody."""
    voice: tuple[type, str] | None = None
    for block in blocks:
        if not isinstance(block, Question | Answer):
            voice = None
            yield block, ""
            continue
        now = (type(block), block.speaker)
        yield block, block.speaker if now != voice else ""
        voice = now
