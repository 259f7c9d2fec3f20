"""The first lines of a message, which programs read, and its last, the date."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from wireroom.formats.iptc7901.layout import Layout
from wireroom.formats.iptc7901.settings import CATEGORY, OTHER, SERIAL_MAX, SOURCE, URGENCY
from wireroom.formats.outgoing import House, Options, Outgoing
from wireroom.kernel.ids import short
from wireroom.kernel.newsitem import NewsItem

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_REFERENCE_CHARACTERS = 32


def header(outgoing: Outgoing, house: House, options: Options, *, words: int) -> str:
    """Give source and serial number, priority, category, words, agency, the story and its version.

    The serial number is the feed's number and wraps without a gap; a test has 0.
    """
    item = outgoing.item
    highest = SERIAL_MAX.of(options)
    serial = (outgoing.number - 1) % highest + 1 if outgoing.number else 0
    source = SOURCE.of(options) or _letters(house.code)
    priority = URGENCY.of(options)[str(item.urgency)]
    numbered = f"{source}{serial:0{len(str(highest))}d}"
    story = f"{_letters(house.code)} {reference(item.guid)} v{item.version}"
    return f"{numbered} {priority} {_category(item, options)} {words} {story}"


def reference(guid: str) -> str:
    """Give the letters and digits of a guid, by which a receiver knows a story again."""
    return re.sub(r"[^A-Za-z0-9]", "", short(guid))[-_REFERENCE_CHARACTERS:]


def slug_line(item: NewsItem, layout: Layout) -> str:
    """Give slugline and keywords, each ended by a stroke, as many as a line holds."""
    line = ""
    for word in (item.slugline, *item.keywords):
        piece = layout.fit(word.replace("/", "-"))
        if piece and len(line) + len(piece) < layout.width:
            line += f"{piece}/"
    return line


def date_line(moment: datetime) -> str:
    """Spell when it was released, in UTC: `241206 Nov 26`."""
    at = moment.astimezone(UTC)
    return f"{at:%d%H%M} {_MONTHS[at.month - 1]} {at:%y}"


def _category(item: NewsItem, options: Options) -> str:
    """Take the first topic whose top, itself or its last ancestor, has a category."""
    table = CATEGORY.of(options)
    tops = (topic.broader[-1] if topic.broader else topic.code for topic in item.topics)
    return str(next((table[top] for top in tops if top in table), table[OTHER]))


def _letters(code: str) -> str:
    return re.sub(r"[^A-Za-z]", "", code)
