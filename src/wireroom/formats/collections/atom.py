"""Atom (RFC 4287), with tombstones (RFC 6721) for stories that were stopped."""

from __future__ import annotations

from collections.abc import Iterator

from wireroom.formats.collections import Collection, Gone
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

MEDIA_TYPE = "application/atom+xml"

_ATOM = "http://www.w3.org/2005/Atom"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


def render(collection: Collection, house: House) -> bytes:
    """Write a list of items as UTF-8 XML.

    An entry's `id` is the story's guid in all its versions, `updated` the time of this one.
    """
    namespaces = {
        "xmlns": _ATOM,
        "xmlns__at": _TOMBSTONES if collection.gone else "",
        "xmlns__wire": WIRE if any(each.number for each in collection.entries) else "",
    }
    return document(
        (
            opened("feed", **namespaces, xml__lang=language(house.language)),
            *_feed(collection, house),
            *map(_tombstone, collection.gone),
            *(line for each in collection.entries for line in _entry(each, house)),
            "</feed>",
        )
    )


def _feed(collection: Collection, house: House) -> Iterator[str]:
    yield element("id", collection.self_url)
    yield element("title", collection.title)
    yield element("updated", iso(collection.updated_at))
    yield element("link", rel="self", type=MEDIA_TYPE, href=collection.self_url)
    yield element("link", rel="alternate", type="text/html", href=collection.site_url)
    if collection.next_url:
        yield element("link", rel="next", type=MEDIA_TYPE, href=collection.next_url)
    yield "<author>"
    yield element("name", house.name)
    yield element("uri", house.site_url)
    yield element("email", house.email)
    yield "</author>"
    yield element("generator", "Wireroom")


def _tombstone(gone: Gone) -> str:
    """Say that an entry is gone; readers that know RFC 6721 take it away."""
    return element("at:deleted-entry", ref=gone.guid, when=iso(gone.at))


def _entry(outgoing: Outgoing, house: House) -> Iterator[str]:
    item = outgoing.item
    tag = language(item.language)
    yield opened("entry", xml__lang=tag if tag != language(house.language) else "")
    yield element("id", item.guid)
    yield element("title", title(outgoing))
    yield element("published", iso(outgoing.first_released_at))
    yield element("updated", iso(outgoing.released_at))
    if outgoing.url:
        yield element("link", rel="alternate", type="text/html", href=outgoing.url)
    if item.byline.strip():
        yield f"<author>{element('name', author(outgoing, house))}</author>"
    for each in categories(outgoing, house):
        yield element("category", term=each.term, scheme=each.scheme, label=each.label)
    yield element("rights", rights(item.rights))
    yield element("summary", summary(outgoing))
    yield from _content(outgoing)
    yield from numbered(outgoing)
    yield "</entry>"


def _content(outgoing: Outgoing) -> Iterator[str]:
    """Give the body; an entry without a link must have a content (RFC 4287, 4.1.2)."""
    if html := content(outgoing):
        yield element("content", html, type="html")
    elif not outgoing.url:
        yield element("content", title(outgoing), type="text")
