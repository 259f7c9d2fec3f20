"""RSS 2.0, as the RSS Advisory Board's profile and W3C's validator want it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from wireroom.formats.collections import Collection
from wireroom.formats.collections.entries import (
    WIRE,
    author,
    categories,
    content,
    rights,
    summary,
    title,
)
from wireroom.formats.collections.markup import document, element, numbered, opened
from wireroom.formats.outgoing import House, Outgoing
from wireroom.formats.xmlparts.making import language
from wireroom.kernel.clock import iso

MEDIA_TYPE = "application/rss+xml"

_NAMESPACES = {
    "xmlns__atom": "http://www.w3.org/2005/Atom",
    "xmlns__content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns__dc": "http://purl.org/dc/elements/1.1/",
}


def render(collection: Collection, house: House) -> bytes:
    """Write a list of items as UTF-8 XML.

    RSS has no way to say that a story was stopped: it leaves the list, and that is all.
    """
    wire = WIRE if any(each.number for each in collection.entries) else ""
    return document(
        (
            opened("rss", version="2.0", **_NAMESPACES, xmlns__wire=wire),
            "<channel>",
            *_channel(collection, house),
            *(line for each in collection.entries for line in _item(each, house)),
            "</channel>",
            "</rss>",
        )
    )


def _channel(collection: Collection, house: House) -> Iterator[str]:
    yield element("title", collection.title)
    yield element("link", collection.site_url)
    yield element("description", f"{collection.title}: {house.name}")
    yield element("language", language(house.language))
    yield element("lastBuildDate", _rfc822(collection.updated_at))
    yield element("generator", "Wireroom")
    yield element("docs", "https://www.rssboard.org/rss-specification")
    yield element("atom:link", rel="self", type=MEDIA_TYPE, href=collection.self_url)
    if collection.next_url:
        yield element("atom:link", rel="next", type=MEDIA_TYPE, href=collection.next_url)


def _item(outgoing: Outgoing, house: House) -> Iterator[str]:
    item = outgoing.item
    yield "<item>"
    yield element("title", title(outgoing))
    yield element("link", outgoing.url)
    yield element("guid", item.guid, isPermaLink="false")
    yield element("pubDate", _rfc822(outgoing.first_released_at))
    if outgoing.released_at != outgoing.first_released_at:
        yield element("atom:updated", iso(outgoing.released_at))
    yield element("dc:creator", author(outgoing, house))
    yield element("dc:language", language(item.language))
    for each in categories(outgoing, house):
        yield element("category", each.label or each.term, domain=each.scheme)
    yield element("dc:rights", rights(item.rights))
    yield from _texts(outgoing)
    yield from numbered(outgoing)
    yield "</item>"


def _texts(outgoing: Outgoing) -> Iterator[str]:
    """Give description and body, both HTML; a body needs a description before it."""
    html = content(outgoing)
    yield element("description", escape(summary(outgoing) or (title(outgoing) if html else "")))
    yield element("content:encoded", html)


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
