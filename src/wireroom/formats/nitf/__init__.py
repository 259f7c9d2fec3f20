"""NITF 3.6: with its namespace, and in the form with a DOCTYPE that newspapers use."""

from __future__ import annotations

from wireroom.formats import options as opt
from wireroom.formats.nitf import codes
from wireroom.formats.nitf.body import body
from wireroom.formats.nitf.head import head
from wireroom.formats.options import Option
from wireroom.formats.outgoing import House, Options, Outgoing
from wireroom.formats.xmlparts.making import Element, Maker, document, language

URGENCY = opt.table(
    "urgency",
    "Which urgency of NITF (1 most, 8 least) stands for each of ours.",
    codes.URGENCIES,
    lambda value: type(value) is int and 1 <= value <= 8,  # noqa: PLR2004 - the schema's scale
    "Give whole numbers from 1 to 8.",
)
OPTIONS: tuple[Option, ...] = (URGENCY,)


def render(outgoing: Outgoing, house: House, options: Options) -> bytes:
    """Write one item as NITF 3.6, valid against the schema of IPTC: UTF-8 with declaration."""
    return document(_tree(outgoing, house, options, Maker(codes.NAMESPACE)))


def render_plain(outgoing: Outgoing, house: House, options: Options) -> bytes:
    """Write one item as NITF without namespace, under the DOCTYPE that newspapers' systems ask."""
    return document(_tree(outgoing, house, options, Maker()), codes.DOCTYPE)


def inline(outgoing: Outgoing, house: House) -> Element:
    """Give the text alone, for the inside of another format: the facts stand outside already."""
    make = Maker(codes.NAMESPACE)
    title = make("title", None, outgoing.item.headline)
    return _root(outgoing, make, make("head", None, title), body(outgoing, house, make))


def _tree(outgoing: Outgoing, house: House, options: Options, make: Maker) -> Element:
    urgency = URGENCY.of(options)[str(outgoing.item.urgency)]
    about = head(outgoing, house, make, urgency)
    return _root(outgoing, make, about, body(outgoing, house, make))


def _root(outgoing: Outgoing, make: Maker, *children: Element) -> Element:
    item = outgoing.item
    facts = {
        "version": codes.PUBLIC_ID,
        "change.date": codes.CHANGED_DATE,
        "uno": f"{item.guid}:{item.version}",
        "baselang": language(item.language),
    }
    return make("nitf", facts, *children)
