"""The parts of a message's text: what stands above the headline, the story, and what is private."""

from __future__ import annotations

from collections.abc import Iterator

from wireroom.formats.iptc7901.layout import Layout
from wireroom.formats.iptc7901.tables import columns
from wireroom.formats.notices import banner, embargo, notices, order
from wireroom.formats.outgoing import Outgoing
from wireroom.formats.textdoc import rights_lines
from wireroom.formats.words import Words
from wireroom.formats.xmlparts.turns import named
from wireroom.kernel.newsitem import FLASH, Block, Heading, ListBlock, NewsItem, Quote, Table

RULE = "* * * *"
"""Between the story and what is not for publication, as German agencies set it."""

_HANGING = "  "
"""Of points and notes; three spaces would begin a paragraph."""

Piece = tuple[bool, list[str]]
"""Lines, and whether they are running text."""


def prelude(outgoing: Outgoing, layout: Layout, say: Words, bells: str) -> list[str]:
    """Give what stands above the headline in brackets: FLASH, CORRECTION, an order, an embargo.

    Flashes, holds and kills ring.
    """
    item = outgoing.item
    told = order(outgoing, say)
    above = [*banner(item, say), embargo(item, say), told.text if told else ""]
    lines = [layout.fold(f"({layout.fit(each)})") for each in above if each]
    if lines and bells and (item.is_stopped or item.urgency == FLASH):
        first = lines[0]
        first[-1] = f"{first[-1].removesuffix(')')} {bells})"
    return [line for each in lines for line in each]


def story(outgoing: Outgoing, layout: Layout) -> list[str]:
    """Set what may be printed: standfirst, byline, dateline and body."""
    item = outgoing.item
    lines = layout.joined((running, lines) for running, lines in _pieces(item, layout))
    return ["", *lines] if lines else []


def foot(outgoing: Outgoing, layout: Layout, say: Words) -> list[str]:
    """Set what is not for publication: corrections, notes, rights and the story's address."""
    told = [str(notice) for notice in notices(outgoing, say) if notice.role != "order"]
    told += [*rights_lines(outgoing.item.rights), outgoing.url]
    notes = [layout.fold(layout.fit(each), first="- ", rest=_HANGING) for each in told if each]
    if not notes:
        return []
    title = layout.fold(layout.fit(say.not_for_publication))
    return ["", RULE, *title, *(line for note in notes for line in note)]


def _pieces(item: NewsItem, layout: Layout) -> Iterator[Piece]:
    yield False, layout.fold(layout.fit(item.standfirst))
    yield False, layout.fold(layout.fit(item.byline))
    dateline = layout.fit(item.dateline)
    for block, speaker in named(item.body):
        running, text = _running(block, speaker, layout)
        if running and dateline:
            text, dateline = f"{dateline} - {text}", ""
        yield (True, layout.paragraph(text)) if running else (False, _set(block, layout))
    yield True, layout.paragraph(dateline)


def _running(block: Block, speaker: str, layout: Layout) -> tuple[bool, str]:
    """Give a block's words, when it is running text."""
    if isinstance(block, Heading | ListBlock | Table):
        return False, ""
    text = layout.words(block.text)
    if isinstance(block, Quote):
        source = layout.words(block.source)
        text = layout.fit(f"“{text}”") + (f" - {source}" if source else "")
    return True, f"{layout.words(speaker)}: {text}" if speaker else text


def _set(block: Block, layout: Layout) -> list[str]:
    if isinstance(block, Heading):
        return layout.fold(layout.words(block.text))
    if isinstance(block, ListBlock):
        return [line for point in _points(block, layout) for line in point]
    if isinstance(block, Table):
        caption = layout.fold(layout.words(block.caption))
        rows = [[layout.words(cell) for cell in row] for row in block.rows]
        return caption + columns(rows, layout.width, header=block.header)
    return []


def _points(block: ListBlock, layout: Layout) -> Iterator[list[str]]:
    for number, point in enumerate(block.items, 1):
        mark = f"{number}. " if block.ordered else "- "
        yield layout.fold(layout.words(point), first=mark, rest=_HANGING)
