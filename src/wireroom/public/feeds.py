"""The site's feeds: what the public may read, for feed readers."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse

from wireroom.archive import queries as archive
from wireroom.archive.queries import Line
from wireroom.customers import queries as customers
from wireroom.customers.policy import Channel
from wireroom.delivery.house import house
from wireroom.formats.collections import Collection, Gone
from wireroom.formats.collections.kinds import FEEDS
from wireroom.formats.outgoing import Outgoing
from wireroom.formats.publishable import publishable
from wireroom.kernel.ids import short
from wireroom.public.caching import Page
from wireroom.public.memory import remembered
from wireroom.public.pages import for_everybody
from wireroom.public.sections import LATEST, SECTIONS

_ENTRIES = 50


@for_everybody
@remembered
def feed(_request: HttpRequest, now: datetime, section: str, suffix: str) -> Page:
    """Give the newest stories of a section as Atom, RSS or JSON Feed.

    A killed story leaves the feed; where the format knows no graves, its notice takes its place.
    """
    found = next((each for each in (LATEST, *SECTIONS) if each.feed == section), None)
    if found is None or suffix not in FEEDS:
        raise Http404
    kind = FEEDS[suffix]
    reader = customers.public_reader(now, Channel.FEED)
    genres = [found.genre] if found.genre else []
    lines = archive.latest(reader, now, limit=_ENTRIES, genres=genres)
    ours = house()
    collection = Collection(
        title=f"{ours.name}: {found.title}",
        self_url=ours.site_url + reverse("public-feed", args=[section, suffix]),
        site_url=ours.site_url + reverse(found.url_name),
        updated_at=max((line.released_at for line in lines), default=_midnight(now)),
        entries=[_outgoing(line, now, ours.site_url) for line in lines if kind.shows(line.item)],
        gone=[Gone(guid=line.guid, at=line.released_at) for line in lines if line.is_killed],
    )
    return Page(kind.render(collection, ours), content_type=kind.content_type)


def _outgoing(line: Line, now: datetime, site_url: str) -> Outgoing:
    return Outgoing(
        item=line.item,
        level=line.level,
        released_at=line.released_at,
        first_released_at=line.first_released_at,
        sent_at=line.released_at,  # a time of asking would make every answer another one
        publishable=publishable(line.item, now),
        url=site_url + reverse("story", args=[short(line.guid)]),
    )


def _midnight(now: datetime) -> datetime:
    """Give an empty list's time of change: the same for all who ask on a day."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
