"""Letters to a company's administrators: their feed has stalled, was refused, or goes again."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from wireroom.customers.directory.contacts import contacts_of
from wireroom.customers.services import post
from wireroom.delivery.models import Feed, FeedState
from wireroom.design.brand import agency

_LETTERS = {
    FeedState.STALLED: "stalled",
    FeedState.REFUSED: "refused",
    FeedState.ACTIVE: "recovered",
    FeedState.PAUSED: "unsubscribed",
}


def tell(feed: Feed, now: datetime) -> None:
    """Write of a feed's new state to its company, in the transaction that changes it.

    The first line of `delivery/letters/feed_….txt` is the subject.
    """
    context = {
        "agency": agency(),
        "feed": feed,
        "page": f"{settings.WIREROOM_SITE_URL}/account/feeds/{feed.code}/",
    }
    letter = _LETTERS[FeedState(feed.state)]
    whole = render_to_string(f"delivery/letters/feed_{letter}.txt", context)
    subject, _, text = whole.partition("\n")
    contacts = contacts_of(feed.company_id)
    for address in contacts.administrators or contacts.agency:
        post(to=address, subject=subject, text=text, now=now)
