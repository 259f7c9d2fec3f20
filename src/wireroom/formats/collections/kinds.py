"""The web feeds that there are, by the suffix of their addresses."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from wireroom.formats.collections import Collection, atom, jsonfeed, rss
from wireroom.formats.outgoing import House
from wireroom.kernel.newsitem import NewsItem


class WebFeed(Struct, frozen=True, kw_only=True):
    """One format of lists.

    Attributes:
        name: as screens name it.
        content_type: what its standard registers, with the charset.
        render: writes a list.
        has_graves: readers take a story away when the list says that it is gone. Where they do
            not, the notice of a kill has to stand in the story's place.
    """

    name: str
    content_type: str
    render: Callable[[Collection, House], bytes]
    has_graves: bool = False

    def shows(self, item: NewsItem) -> bool:
        """Whether an item stands in the list, and is not only said to be gone."""
        return not (item.is_killed and self.has_graves)


FEEDS = {
    "atom": WebFeed(
        name="Atom",
        content_type="application/atom+xml; charset=utf-8",
        render=atom.render,
        has_graves=True,  # RFC 6721
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
