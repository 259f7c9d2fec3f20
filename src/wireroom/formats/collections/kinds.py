"""The web feeds that there are, by the suffix of their addresses."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from wireroom.formats.collections import Collection, atom, jsonfeed, rss
from wireroom.formats.outgoing import House


class WebFeed(Struct, frozen=True, kw_only=True):
    """One format of lists. `content_type` is what its standard registers, with the charset."""

    name: str
    content_type: str
    render: Callable[[Collection, House], bytes]


FEEDS = {
    "atom": WebFeed(
        name="Atom", content_type="application/atom+xml; charset=utf-8", render=atom.render
    ),
    "rss": WebFeed(
        name="RSS", content_type="application/rss+xml; charset=utf-8", render=rss.render
    ),
    "json": WebFeed(
        name="JSON Feed",
        content_type="application/feed+json; charset=utf-8",
        render=jsonfeed.render,
    ),
}
