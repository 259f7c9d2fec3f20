"""How much of an item leaves the house: the allowlist that every format starts from."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from wireroom.kernel.errors import WireroomError
from wireroom.kernel.newsitem import EdNote, NewsItem

HEADLINE, FULL = 1, 2
"""The levels of `customers.policy.Level`, which stands above this room; 0 lets nothing out."""

LEVEL_NAMES = {HEADLINE: "headline", FULL: "full"}


class NothingToProject(WireroomError):
    """The reader may see nothing of this item."""

    code: ClassVar[str] = "nothing_to_project"
    http_status: ClassVar[int] = 404


def project(item: NewsItem, level: int) -> NewsItem:
    """Give the part of `item` that a reader of `level` may see.

    The headline level is built from a list of allowed fields, so that a field added to the item
    tomorrow stays inside until somebody lets it out. It carries no note: a reader of headlines
    learns of a kill or hold from `pub_status` and the headline. The full level drops what is only
    for the desk. A stopped item has no text at any level, whatever its author left in it.

    Raises:
        NothingToProject: `level` is none of the levels.
    """
    if level == HEADLINE:
        return _headline(item)
    if level == FULL:
        return _full(item)
    raise NothingToProject


def _headline(item: NewsItem) -> NewsItem:
    return NewsItem(
        guid=item.guid,
        version=item.version,
        language=item.language,
        headline=item.headline,
        slugline=item.slugline,
        urgency=item.urgency,
        profile=item.profile,  # a test that is taken for news would be worse than no news
        genre=item.genre,
        topics=item.topics,
        pub_status=item.pub_status,
        update_type=item.update_type,
        links=item.links,
        rights=item.rights,  # DESIGN §2: rights are carried in every format
    )


def _full(item: NewsItem) -> NewsItem:
    public = replace(item, ednotes=tuple(note for note in item.ednotes if _may_leave(note)))
    if item.is_stopped:
        return replace(public, body=(), standfirst="", correction=None)
    return public


def _may_leave(note: EdNote) -> bool:
    """Desk contacts stay inside even when somebody ticked `publishable` on one."""
    return note.publishable and note.role != "contact"
