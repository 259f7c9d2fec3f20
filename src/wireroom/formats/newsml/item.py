"""A newsItem: one version of one story."""

from __future__ import annotations

from wireroom.formats import nitf
from wireroom.formats.codes import genre_label
from wireroom.formats.language import direction
from wireroom.formats.newsml import codes, xhtml
from wireroom.formats.newsml.concepts import asserts, located, subjects
from wireroom.formats.newsml.making import catalog, make, reference, text
from wireroom.formats.newsml.meta import item_meta, rights_info
from wireroom.formats.outgoing import House, Options, Outgoing
from wireroom.formats.xmlparts.making import XML_LANG, Child, Element, language
from wireroom.kernel.clock import iso


def news_item(outgoing: Outgoing, house: House, options: Options, urgency: int) -> Element:
    """Give the item; `urgency` is as the receiver counts it.

    A stopped item, and one of headlines, has no contentSet: there is nothing to print in it.
    """
    item = outgoing.item
    made = make(
        "newsItem",
        root_attributes(item.guid, item.version, item.language),
        make("catalogRef", {"href": codes.CATALOG}),
        rights_info(item, house),
        item_meta(outgoing, house),
        _content_meta(outgoing, house, urgency),
        *asserts(item),
        _content_set(outgoing, house, options),
    )
    return declared(made, house)


def root_attributes(guid: str, version: int, tag: str) -> dict[str, str]:
    """Give the attributes of the root of any item; the guid is the same over all versions."""
    return {
        "guid": guid,
        "version": str(version),
        "standard": codes.STANDARD,
        "standardversion": codes.VERSION,
        "conformance": codes.CONFORMANCE,
        XML_LANG: language(tag),
        "dir": direction(tag),
    }


def declared(item: Element, house: House) -> Element:
    """Put the catalog of our own schemes behind the reference to IPTC's, and give the item."""
    own = catalog(item, house)
    if isinstance(own, Element):
        item.insert(1, own)
    return item


def _content_meta(outgoing: Outgoing, house: House, urgency: int) -> Element:
    item = outgoing.item
    return make(
        "contentMeta",
        None,
        make("urgency", None, str(urgency)),
        make("contentCreated", None, iso(outgoing.first_released_at)),
        make("contentModified", None, iso(outgoing.released_at)),
        located(item),
        make("language", {"tag": language(item.language)}),
        _genre(item.genre),
        *(text("keyword", word) for word in item.keywords),
        *subjects(outgoing),
        text("slugline", item.slugline),
        text("headline", item.headline),
        text("dateline", item.dateline),
        text("by", item.byline),
        text("creditline", house.name),
        text("description", item.standfirst, role="drol:summary"),
    )


def _genre(code: str) -> Child:
    return make("genre", reference(code), text("name", genre_label(code))) if code else None


def _content_set(outgoing: Outgoing, house: House, options: Options) -> Child:
    if not outgoing.item.body or outgoing.item.is_stopped:
        return None
    kind = options.get("body", "nitf")
    inside = xhtml.page(outgoing.item) if kind == "xhtml" else nitf.inline(outgoing, house)
    return make(
        "contentSet", None, make("inlineXML", {"contenttype": codes.CONTENT_TYPES[kind]}, inside)
    )
