"""JSON Feed 1.1."""

from __future__ import annotations

from typing import Any

import msgspec

from wireroom.formats.collections import Collection
from wireroom.formats.collections.entries import (
    author,
    categories,
    content,
    content_text,
    rights,
    summary,
    title,
)
from wireroom.formats.outgoing import House, Outgoing
from wireroom.formats.projection import LEVEL_NAMES
from wireroom.formats.publishable import as_data
from wireroom.kernel.clock import iso

MEDIA_TYPE = "application/feed+json"

_VERSION = "https://jsonfeed.org/version/1.1"


def render(collection: Collection, house: House) -> bytes:
    """Write a list of items as UTF-8 JSON. What the format has no word for is in `_wire`."""
    feed = {
        "version": _VERSION,
        "title": collection.title,
        "home_page_url": collection.site_url,
        "feed_url": collection.self_url,
        "next_url": collection.next_url,
        "language": house.language,
        "authors": [{"name": house.name, "url": house.site_url}],
    }
    gone = [{"guid": each.guid, "at": iso(each.at)} for each in collection.gone]
    kept: dict[str, Any] = {name: value for name, value in feed.items() if value}
    kept["items"] = [_item(each, house) for each in collection.entries]
    kept["_wire"] = {"updated_at": iso(collection.updated_at), "gone": gone}
    return msgspec.json.encode(kept)


def _item(outgoing: Outgoing, house: House) -> dict[str, Any]:
    item = outgoing.item
    named = categories(outgoing, house)
    found: dict[str, Any] = {
        "id": item.guid,
        "url": outgoing.url,
        "title": title(outgoing),
        "summary": summary(outgoing),
        "content_html": content(outgoing),
        "content_text": content_text(outgoing),
        "date_published": iso(outgoing.first_released_at),
        "date_modified": iso(outgoing.released_at),
        "authors": [{"name": author(outgoing, house)}],
        "tags": list(dict.fromkeys(each.label or each.term for each in named)),
        "language": item.language,
        "_wire": _ours(outgoing),
    }
    return {name: value for name, value in found.items() if value}


def _ours(outgoing: Outgoing) -> dict[str, Any]:
    item = outgoing.item
    found = {
        "version": item.version,
        "number": outgoing.number,
        "level": LEVEL_NAMES[outgoing.level],
        "status": item.pub_status.value,
        "update_type": item.update_type.value,
        "urgency": item.urgency,
        "publishable": as_data(outgoing.publishable),
        "rights": rights(item.rights),
    }
    return {name: value for name, value in found.items() if value is not None and value != ""}
