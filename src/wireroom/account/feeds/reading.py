"""How a machine reads a feed: commands to try on a command line."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from msgspec import Struct

from wireroom.delivery.addresses import stream_url
from wireroom.delivery.queries.feeds import FeedFacts
from wireroom.formats.collections.kinds import FEEDS

_API = "/api/v1/feeds/{}/items?after={}"


class Command(Struct, frozen=True):
    """A command, and what it does."""

    does: str
    line: str


def commands(request: HttpRequest, feed: FeedFacts) -> list[Command]:
    """Give the commands by which a feed is read; none when we send it ourselves."""
    after = feed.taken_number
    if feed.destination == "stream":
        url = request.build_absolute_uri(stream_url(request)).rstrip("/")
        url = f"{url}/feeds/{feed.code}?after={after}"
        does = gettext("Every story within the second, on one open connection:")
        return [Command(does, f"curl -sN -H 'Authorization: Bearer YOUR_TOKEN' '{url}'")]
    if feed.destination == "feed":
        url = f"{settings.WIREROOM_SITE_URL.rstrip('/')}{_API.format(feed.code, after)}"
        does = gettext("What comes after a number; fetching after a number says that you have it:")
        return [Command(does, f"curl -s -H 'Authorization: Bearer YOUR_TOKEN' '{url}'")]
    return []


def secret_addresses(secret: str) -> list[tuple[str, str]]:
    """Give the addresses that a secret opens: name of the format and whole address."""
    site = settings.WIREROOM_SITE_URL.rstrip("/")
    return [
        (kind.name, site + reverse("private-feed", args=[secret, suffix]))
        for suffix, kind in FEEDS.items()
    ]
