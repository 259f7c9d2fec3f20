"""A packageItem: a list of stories, in an order that means something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from wireroom.formats.newsml import codes
from wireroom.formats.newsml.item import declared, root_attributes
from wireroom.formats.newsml.making import make, text
from wireroom.formats.newsml.meta import provider
from wireroom.formats.outgoing import House, Outgoing
from wireroom.formats.xmlparts.making import Element
from wireroom.kernel.clock import iso
from wireroom.kernel.newsitem import NewsItem


class Package(Struct, frozen=True, kw_only=True):
    """What is said of a list of stories as a whole.

    Attributes:
        guid: a URN; the same for every version of the list.
        version: 1 and up.
        title: what the list is called.
        language: BCP 47 tag of the title.
        created_at: when this version of the list was made, aware and in UTC.
    """

    guid: str
    version: int
    title: str
    language: str
    created_at: datetime


def package_item(package: Package, outgoings: Sequence[Outgoing], house: House) -> Element:
    """Give the list, with a reference to exactly the version of each item that travels with it."""
    root = make(
        "packageItem",
        root_attributes(package.guid, package.version, package.language),
        make("catalogRef", {"href": codes.CATALOG}),
        _meta(package, house),
        make("contentMeta", None, text("headline", package.title)),
        _groups(outgoing.item for outgoing in outgoings),
    )
    return declared(root, house)


def _meta(package: Package, house: House) -> Element:
    return make(
        "itemMeta",
        None,
        make("itemClass", {"qcode": "ninat:composite"}),
        provider(house),
        make("versionCreated", None, iso(package.created_at)),
        make("pubStatus", {"qcode": "stat:usable"}),
        make("generator", None, "Wireroom"),
        make("profile", {"versioninfo": "1"}, "wireroom-list"),
        text("title", package.title),
    )


def _groups(items: Iterable[NewsItem]) -> Element:
    return make(
        "groupSet",
        {"root": "list"},
        make(
            "group", {"id": "list", "role": "wrgroup:main", "mode": "pgrmod:seq"}, *map(_ref, items)
        ),
    )


def _ref(item: NewsItem) -> Element:
    return make(
        "itemRef",
        {
            "residref": item.guid,
            "version": str(item.version),
            "contenttype": codes.ITEM_TYPE,
        },
        make("itemClass", {"qcode": "ninat:text"}),
        make("pubStatus", {"qcode": codes.STATUSES[item.pub_status]}),
        text("title", item.headline),
    )
