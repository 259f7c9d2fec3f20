"""Chores of feeds: telling that one has been silent, and forgetting old requests and answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import cache

import structlog
from django.conf import settings
from django.db import transaction

from wireroom.customers.access.sealing import SealBroken
from wireroom.customers.services import NotAnAddress
from wireroom.customers.services import post as post_letter
from wireroom.delivery import secrets
from wireroom.delivery.conf import load_feeds
from wireroom.delivery.models import Attempt, Feed, FeedState
from wireroom.delivery.webhooks import signing
from wireroom.delivery.webhooks.posting import Post, Poster
from wireroom.design.brand import agency
from wireroom.kernel.clock import iso

log = structlog.get_logger(__name__)

_WATCHED = (FeedState.ACTIVE, FeedState.STALLED)
_AT_MOST = 5_000
"""Attempts that one turn forgets."""
_POST_WITHIN_S = 5.0
_POSTS_AT_ONCE = 2

Send = Callable[[Post, datetime], object]


def tell_idle(now: datetime, send: Send | None = None) -> int:
    """Tell of each feed that has been silent for longer than its owner set; give how many.

    Silence is counted from the newest number, from when the feed was made or resumed. It is told
    once: the next number ends it. A letter is written in the transaction; a post goes out after it,
    once, by hands of its own.
    """
    watched = Feed.objects.filter(state__in=_WATCHED, idle_after_minutes__isnull=False)
    silent = [feed.pk for feed in watched.exclude(idle_to="") if _is_to_be_told(feed, now)]
    told = 0
    for pk in sorted(silent):
        with transaction.atomic():
            feed = watched.select_for_update().filter(pk=pk).first()
            if feed is not None and _is_to_be_told(feed, now):
                Feed.objects.filter(pk=pk).update(idle_told_at=now)
                _tell(feed, now, send or _in_background)
                told += 1
    return told


def silent_since(feed: Feed) -> datetime:
    """Tell since when a feed has had no number, not counting the time that it was stopped."""
    return max(feed.made_at, feed.state_at, feed.last_made_at or feed.made_at)


def _is_to_be_told(feed: Feed, now: datetime) -> bool:
    since = silent_since(feed)
    patience = timedelta(minutes=feed.idle_after_minutes or 0)
    told = feed.idle_told_at is not None and feed.idle_told_at >= since
    return not told and now - since >= patience


def _tell(feed: Feed, now: datetime, send: Send) -> None:
    log.info("feed:idle", feed=feed.code, minutes=feed.idle_after_minutes)
    if "://" in feed.idle_to:
        post = _post(feed, now)
        transaction.on_commit(lambda: send(post, now))
        return
    try:
        post_letter(
            to=feed.idle_to,
            subject=f"Nothing new in your feed “{feed.name}”",
            text=_text(feed),
            now=now,
        )
    except NotAnAddress:
        log.warning("feed:idle:no_address", feed=feed.code)


def _text(feed: Feed) -> str:
    since = silent_since(feed)
    return (
        f"Your feed “{feed.name}” has had nothing new since {since:%-d %B %Y, %H:%M} UTC.\n\n"
        f"You asked to be told after {feed.idle_after_minutes} minutes. Perhaps there was no news"
        " that the feed asks for; if you expected some, look at the feed's log:\n"
        f"{settings.WIREROOM_SITE_URL}/account/feeds/{feed.code}/\n\n"
        f"We tell you once; the next item ends the silence.\n\n{agency().name}\n"
    )


def _post(feed: Feed, now: datetime) -> Post:
    data = {"feed": feed.code, "silent_since": iso(silent_since(feed)), "number": feed.last_number}
    body = json.dumps({"type": "feed.idle", "timestamp": iso(now), "data": data}).encode()
    try:
        good = secrets.good(feed.secret, now)
    except SealBroken:
        good = ()
    signed = [secret for secret in good if signing.is_secret(secret)]
    headers = {}
    if signed:
        message_id = f"{feed.code}:idle:{int(now.timestamp())}"
        headers = signing.headers(message_id, body, signed, now)
    return Post(url=feed.idle_to, body=body, headers=headers)


@cache
def _hands() -> ThreadPoolExecutor:
    """Keep hands apart from those that send news: a server that hangs delays hints alone."""
    return ThreadPoolExecutor(max_workers=_POSTS_AT_ONCE, thread_name_prefix="idle")


def _in_background(post: Post, now: datetime) -> None:
    poster = Poster(total_s=_POST_WITHIN_S, loopback=settings.WIREROOM_WEBHOOKS_TO_LOOPBACK)
    _hands().submit(poster.post, post, now)


def prune_attempts(now: datetime) -> bool:
    """Forget requests and answers of long ago; say whether there are more. The ledger stays."""
    before = now - timedelta(days=load_feeds().attempt_days)
    old = Attempt.objects.filter(at__lt=before).order_by("at").values_list("pk", flat=True)
    keys = list(old[:_AT_MOST])
    Attempt.objects.filter(pk__in=keys).delete()
    return len(keys) == _AT_MOST
