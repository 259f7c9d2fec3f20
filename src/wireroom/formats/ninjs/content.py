"""The words of an item in ninjs: headlines, descriptions, bodies, and where they come from."""

from __future__ import annotations

from typing import Any

from wireroom.formats import html, text
from wireroom.formats.dateline import place
from wireroom.formats.ninjs.settings import BODIES
from wireroom.formats.outgoing import House, Options, Outgoing
from wireroom.kernel.newsitem import NewsItem

_HTML, _PLAIN = "text/html", "text/plain"
_KINDS = {"both": (_HTML, _PLAIN), "html": (_HTML,), "plain": (_PLAIN,)}
_LINKS = {
    "translation_of": "The story that this one translates",
    "update_to": "The story that this one carries on",
    "take_of": "The story that this one is a take of",
}


def parts(outgoing: Outgoing, house: House, options: Options) -> dict[str, Any]:
    """Give the properties that hold words; an empty one is none."""
    item = outgoing.item
    return {
        "headlines": _texts("main", item.headline),
        "slugline": item.slugline,
        "by": item.byline,
        "located": place(item.dateline),
        "descriptions": _texts("standfirst", item.standfirst) + _texts("dateline", item.dateline),
        "bodies": _bodies(item, _KINDS[BODIES.of(options)]),
        "infoSources": [{"name": house.name, "role": "provider", "uri": house.site_url}],
        "associations": _associations(item),
        "renditions": _page(outgoing),
    }


def _texts(role: str, value: str) -> list[dict[str, str]]:
    return [{"role": role, "contentType": _PLAIN, "value": value}] if value else []


def _bodies(item: NewsItem, kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    if not item.body:
        return []
    words = text.body(item.body)
    counted = {"charCount": len(words), "wordCount": len(words.split())}
    values = {_HTML: html.body(item.body), _PLAIN: words}
    return [
        {"role": "main", "contentType": kind, **counted, "value": values[kind]} for kind in kinds
    ]


def _page(outgoing: Outgoing) -> list[dict[str, str]]:
    if not outgoing.url:
        return []
    return [{"name": "page", "href": outgoing.url, "contentType": _HTML}]


def _associations(item: NewsItem) -> list[dict[str, str]]:
    return [
        {"name": _LINKS[link.rel], "rel": link.rel, "uri": link.guid, "type": "text"}
        for link in item.links
    ]
