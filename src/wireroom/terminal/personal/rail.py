"""What the rail shows: where one is, the topics, what is unread."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from msgspec import Struct

from wireroom.terminal.access import person_id
from wireroom.terminal.numbers import number
from wireroom.terminal.personal import inbox, screen
from wireroom.terminal.personal.topics import Folder, Topic, in_folders, topics_of


class Rail(Struct, frozen=True, kw_only=True):
    """The rail of one page."""

    here: str
    """The name of the page's address."""
    topic: int | None
    """The topic that is open on the page."""
    folders: list[Folder]
    shared: list[Topic]
    unread: int
    newest_id: int
    is_closed: bool
    has_facets: bool
    """Whether the facets of a search stand open."""


def rail_of(request: HttpRequest, now: datetime) -> Rail:
    """Give the rail of the page that is asked for."""
    who = person_id(request)
    topics = topics_of(who, now)
    asked = request.GET.get("topic", "")
    open_topic = number(asked)
    match = request.resolver_match
    state = screen.state_of(who)
    return Rail(
        here=match.url_name or "" if match and open_topic is None else "",
        topic=open_topic,
        folders=in_folders(topic for topic in topics if topic.is_own),
        shared=[topic for topic in topics if not topic.is_own],
        unread=inbox.unread(who)["total"],
        newest_id=inbox.newest_id(who),
        is_closed=state.rail_closed,
        has_facets=state.facets_open,
    )
