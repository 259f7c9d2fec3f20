"""The body of an NITF document: headline, byline, dateline, and the text."""

from __future__ import annotations

from wireroom.formats.nitf.blocks import blocks
from wireroom.formats.nitf.head import basic
from wireroom.formats.outgoing import House, Outgoing
from wireroom.formats.xmlparts.making import XML_LANG, Child, Element, Maker, language


def body(outgoing: Outgoing, house: House, make: Maker) -> Element:
    """Give the `body`; a stopped item and one of headlines have one without content."""
    item = outgoing.item
    content = [] if item.is_stopped else list(blocks(item.body, make))
    return make(
        "body",
        {XML_LANG: language(item.language)},
        _head(outgoing, house, make),
        make("body.content", None, *content) if content else None,
    )


def _head(outgoing: Outgoing, house: House, make: Maker) -> Element:
    item = outgoing.item
    standfirst = make("abstract", None, make("p", None, item.standfirst))
    return make(
        "body.head",
        None,
        make("hedline", None, make("hl1", None, item.headline)),
        make("byline", None, item.byline) if item.byline else None,
        make("distributor", None, make("org", None, house.name)),
        _dateline(outgoing, make),
        standfirst if item.standfirst else None,
    )


def _dateline(outgoing: Outgoing, make: Maker) -> Child:
    if not outgoing.item.dateline:
        return None
    return make(
        "dateline",
        None,
        make("location", None, outgoing.item.dateline),
        make("story.date", {"norm": basic(outgoing.first_released_at)}),
    )
