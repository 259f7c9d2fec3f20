"""What every kind of web feed says of an item."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from wireroom.formats import html, text
from wireroom.formats.codes import label, uri
from wireroom.formats.notices import order
from wireroom.formats.outgoing import House, Outgoing
from wireroom.formats.projection import FULL
from wireroom.kernel.newsitem import Rights

WIRE = "urn:wireroom:feed"
"""Namespace of our own elements. They stand only in feeds with numbers, which programs fetch."""


class Category(NamedTuple):
    """A code or keyword: what it is, whose it is, what it is called."""

    term: str
    scheme: str
    label: str


def title(outgoing: Outgoing) -> str:
    """Give the headline; an entry must have a title, so the guid stands in for none."""
    return outgoing.item.headline.strip() or outgoing.item.guid


def author(outgoing: Outgoing, house: House) -> str:
    """Give who wrote it; the house where nobody is named."""
    byline = outgoing.item.byline.strip()
    return byline.removeprefix("By ").strip() or house.name


def categories(outgoing: Outgoing, house: House) -> Iterator[Category]:
    """Give the codes and keywords of an item, each once."""
    seen = set()
    for topic in outgoing.item.topics:
        full = uri(topic.code, house)
        term = topic.code.rpartition(":")[2] if full else topic.code
        if term and (term, full) not in seen:
            seen.add((term, full))
            yield Category(term, full.removesuffix(term), label(topic, outgoing))
    for keyword in dict.fromkeys(word.strip() for word in outgoing.item.keywords):
        if keyword:
            yield Category(keyword, "", "")


def summary(outgoing: Outgoing) -> str:
    """Give the standfirst; headline levels have none."""
    return outgoing.item.standfirst.strip()


def content(outgoing: Outgoing) -> str:
    """Give the body as HTML, after what a receiver must not do; nothing at the headline level."""
    if outgoing.level != FULL:
        return ""
    told = order(outgoing)
    above = f"<p><strong>{escape(told.text)}</strong></p>\n" if told else ""
    return above + html.body(outgoing.item.body)


def content_text(outgoing: Outgoing) -> str:
    """Give the body as plain text, after what a receiver must not do; the headline for none."""
    if outgoing.level != FULL:
        return title(outgoing)
    told = order(outgoing)
    parts = (told.text if told else "", text.body(outgoing.item.body))
    return "\n\n".join(filter(None, parts)) or title(outgoing)


def rights(of: Rights) -> str:
    """Give the notice with the terms of use."""
    notice = of.notice or (f"© {of.holder}" if of.holder else "")
    return " ".join(filter(None, (notice, of.usage_terms)))
