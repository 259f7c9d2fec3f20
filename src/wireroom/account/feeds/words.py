"""Where a feed goes and when, as terms and values for its page."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from wireroom.account.feeds.host_keys import shown
from wireroom.delivery.queries.feeds import FeedFacts


def facts_of_target(feed: FeedFacts) -> list[tuple[str, str]]:
    """Give what the customer has set about the destination, in words."""
    return [(term, text) for term, text in _facts(feed) if text]


def _facts(feed: FeedFacts) -> Iterator[tuple[str, str]]:
    target = feed.target
    yield gettext("Address"), str(target.get("url", ""))
    if host := target.get("host"):
        yield gettext("Server"), f"{target.get('user', '')}@{host}:{target.get('port', 22)}"
        yield gettext("Directory"), str(target.get("directory", "")) or gettext("where it comes in")
        yield gettext("File names"), str(target.get("file_name", ""))
        keys = (shown(text).fingerprint for text in target.get("host_keys", ()))
        yield gettext("Host keys"), ", ".join(keys)
    if to := target.get("to"):
        yield gettext("To"), ", ".join(to)
        is_short = target.get("style") == "headline"
        yield (
            gettext("Each story as"),
            (gettext("headline and standfirst") if is_short else gettext("the whole text")),
        )
        yield gettext("Sent"), _schedule(feed)
    yield gettext("Warns"), _monitor(feed)


def _schedule(feed: FeedFacts) -> str:
    hours = feed.schedule.get("hours", ())
    if not hours:
        return gettext("At once")
    times = ", ".join(f"{hour:02d}:00" for hour in hours)
    return gettext("at {times}, {zone}").format(times=times, zone=feed.schedule.get("zone", "UTC"))


def _monitor(feed: FeedFacts) -> str:
    minutes = feed.idle_after_minutes
    if not minutes:
        return ""
    told = ngettext("{to} after {} silent minute", "{to} after {} silent minutes", minutes)
    return told.format(minutes, to=feed.idle_to)
