"""Ending a feed's mail to one address by one click, without signing in (RFC 8058)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.db import transaction

from wireroom.customers.services import note_act
from wireroom.delivery.models import Destination, Feed, FeedState
from wireroom.delivery.sending import telling

LIFETIME = timedelta(days=60)
"""The CAN-SPAM Act (16 CFR 316) wants links that work for 30 days."""
_SALT = "wireroom.delivery.sending.unsubscribing"
_NOBODY_LEFT = "Every address has ended its mail."


class Request(NamedTuple):
    """Which address wants no more mail of which feed."""

    feed_id: int
    address: str


def token(feed_id: int, address: str, now: datetime) -> str:
    """Write the right to end an address's mail into a text that only we can write."""
    return _signer().sign_object([feed_id, address, int(now.timestamp())], compress=True)


def url(feed_id: int, address: str, now: datetime) -> str:
    """Give the whole address that ends the mail by a POST."""
    return f"{settings.WIREROOM_SITE_URL}/feeds/unsubscribe/{token(feed_id, address, now)}/"


def read(text: str, now: datetime) -> Request | None:
    """Read a token; None when it was changed, is too old, or none of ours."""
    try:
        feed_id, address, issued_s = _signer().unsign_object(text)
        age = now - datetime.fromtimestamp(issued_s, UTC)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None
    return Request(feed_id, address) if age <= LIFETIME else None


def name_of_feed(request: Request) -> str:
    """Name the feed that still mails to the address; empty: none does."""
    feed = Feed.objects.filter(pk=request.feed_id, destination=Destination.EMAIL).first()
    mails = feed is not None and request.address in feed.target.get("to", ())
    return feed.name if feed is not None and mails else ""


@transaction.atomic
def unsubscribe(request: Request, now: datetime) -> str:
    """End the mail and name the feed; done twice it is done once, and the name is empty.

    When nobody is left the feed is paused and keeps what it would have sent; its company is told.
    """
    rows = Feed.objects.select_for_update().filter(destination=Destination.EMAIL)
    feed = rows.filter(pk=request.feed_id).first()
    if feed is None or request.address not in feed.target.get("to", ()):
        return ""
    left = [address for address in feed.target["to"] if address != request.address]
    feed.target = {**feed.target, "to": left}
    feed.save(update_fields=["target"])
    note_act(
        what="feed:unsubscribed",
        actor=request.address,
        subject=f"company:{feed.company_id}",
        now=now,
        feed=feed.code,
    )
    if not left and feed.state in {FeedState.ACTIVE, FeedState.STALLED}:
        feed.state, feed.state_why = FeedState.PAUSED, _NOBODY_LEFT
        feed.state_at, feed.state_by = now, request.address
        feed.save(update_fields=["state", "state_why", "state_at", "state_by"])
        telling.tell(feed, now)
    return feed.name


def _signer() -> signing.Signer:
    return signing.Signer(
        key=settings.SECRET_KEY, fallback_keys=settings.SECRET_KEY_FALLBACKS, salt=_SALT
    )
