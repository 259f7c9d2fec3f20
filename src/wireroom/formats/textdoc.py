"""One item as a complete plain text: a mail, a file, a printed sheet."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import TextWrapper

from wireroom.formats import text
from wireroom.formats.notices import banner, embargo, notices
from wireroom.formats.options import Option
from wireroom.formats.outgoing import House, Options, Outgoing
from wireroom.formats.projection import FULL
from wireroom.formats.words import words
from wireroom.kernel.clock import iso
from wireroom.kernel.markup import tidy
from wireroom.kernel.newsitem import NewsItem, Rights


def _is_width(value: object) -> str:
    right = type(value) is int and (value == 0 or 40 <= value <= 200)  # noqa: PLR2004 - see text
    return "" if right else "Give 0, for lines as long as they come, or 40 to 200."


WIDTH = Option(
    name="width",
    about="Columns of a line; 0 leaves lines as long as they come.",
    usual=0,
    judge=_is_width,
)
OPTIONS = (WIDTH,)

RULE = "-" * 40


def render(outgoing: Outgoing, house: House, options: Options) -> bytes:
    """Write one item as UTF-8 text with line feeds: what to do first, then the story, then whose.

    Parts stand apart by an empty line, and a rule comes before what is not the story's text.
    """
    parts = [*_head(outgoing), *_story(outgoing.item), *_foot(outgoing, house)]
    written = "\n\n".join(tidy(part) for part in parts if part)
    width = WIDTH.of(options)
    return ((_wrapped(written, width) if width else written) + "\n").encode()


def _head(outgoing: Outgoing) -> Iterator[str]:
    """Give what stands above the story; notes of a story that may be published stand below."""
    item = outgoing.item
    above = (*banner(item), embargo(item))
    yield "\n".join(f"({each})" for each in above if each)
    if outgoing.publishable.answer != "yes":
        yield "\n".join(map(str, notices(outgoing)))


def _story(item: NewsItem) -> Iterator[str]:
    yield item.headline
    yield item.standfirst
    yield item.byline
    body = text.body(item.body)
    yield f"{item.dateline} - {body}" if item.dateline and body else item.dateline or body


def _foot(outgoing: Outgoing, house: House) -> Iterator[str]:
    item = outgoing.item
    yield RULE
    if outgoing.publishable.answer == "yes" and (told := notices(outgoing)):
        say = words(item.language)
        yield "\n".join((say.not_for_publication, *map(str, told)))
    yield "\n".join(rights_lines(item.rights))
    yield "\n".join(filter(None, _reference(outgoing, house)))


def rights_lines(rights: Rights) -> tuple[str, ...]:
    """Give the notice and the terms of use, or whose the text is, a line each."""
    said = (rights.notice or (f"© {rights.holder}" if rights.holder else ""), rights.usage_terms)
    return tuple(filter(None, said))


def _reference(outgoing: Outgoing, house: House) -> Iterator[str]:
    item = outgoing.item
    level = "" if outgoing.level == FULL else " · headline only"
    yield f"{house.name} · {item.slugline or item.guid}{level}"
    yield f"{item.guid} · version {item.version} · {iso(outgoing.released_at)}"
    yield f"{outgoing.feed} {outgoing.number}" if outgoing.number is not None else ""
    yield outgoing.url


def _wrapped(written: str, width: int) -> str:
    """Fold lines; those of tables stay, because they would lose their columns."""
    fold = TextWrapper(width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(line if "\t" in line else fold.fill(line) for line in written.split("\n"))
