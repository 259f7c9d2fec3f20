"""IPTC 7901, the teleprinter's format that editorial systems still read.

The recommendation is frozen since 1995 and has no reference implementation; the layout follows
what agencies send today (see docs/reference/formats.md).
"""

from __future__ import annotations

from wireroom.formats.iptc7901.charset import CHARSETS
from wireroom.formats.iptc7901.controls import BEL, CRLF, DEL, EOT, ETX, SOH, STX
from wireroom.formats.iptc7901.head import date_line, header, slug_line
from wireroom.formats.iptc7901.layout import Layout
from wireroom.formats.iptc7901.settings import (
    BELLS,
    ENCODING,
    OPTIONS,
    PARAGRAPHS,
    WIDTH,
    WORDS,
    spoken,
)
from wireroom.formats.iptc7901.story import foot, prelude, story
from wireroom.formats.outgoing import House, Options, Outgoing
from wireroom.formats.words import words

__all__ = ["OPTIONS", "charset", "render"]


def charset(options: Options) -> str:
    """Name the character set of the bytes as IANA does."""
    return CHARSETS[ENCODING.of(options)]


def render(outgoing: Outgoing, house: House, options: Options) -> bytes:
    """Write one item as a message from SOH to EOT.

    No text of the item can end the message early: all control characters in it are the format's
    own. What the receiver's character set lacks is spelled with what it has.
    """
    encoding = charset(options)
    layout = Layout(WIDTH.of(options), encoding, indented=PARAGRAPHS.of(options) == "indent")
    say = spoken(words(outgoing.item.language), WORDS.of(options))
    bells = BEL * BELLS.of(options)
    text = story(outgoing, layout)
    lines = [
        SOH + layout.fit(header(outgoing, house, options, words=_count(text))),
        slug_line(outgoing.item, layout),
        *_opened(prelude(outgoing, layout, say, bells) + layout.headline(outgoing.item.headline)),
        *text,
        *foot(outgoing, layout, say),
        "",
        layout.fit(f"{house.code.lower()} v{outgoing.item.version}"),
        "",
        ETX + date_line(outgoing.released_at),
        DEL,
        DEL + EOT,
        "",
    ]
    return CRLF.join(lines).encode(encoding)


def _opened(lines: list[str]) -> list[str]:
    return [STX + lines[0], *lines[1:]]


def _count(lines: list[str]) -> int:
    return sum(len(line.split()) for line in lines)
