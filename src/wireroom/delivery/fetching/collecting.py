"""The newest of a feed as a list of stories, each at the newest version that the feed has got."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from wireroom.delivery.models import Delivery, DeliveryState
from wireroom.delivery.queries.feeds import FeedFacts
from wireroom.delivery.ready import Ready, ready
from wireroom.formats.collections import Collection, Gone
from wireroom.formats.collections.kinds import WebFeed
from wireroom.kernel.newsitem import FOLLOWS_THE_READER

_NUMBERS = 100
"""What a reader that asks once an hour may have missed on a busy day fits."""


class Shown(NamedTuple):
    """A list, and the last number that is in it or that something in it has overtaken."""

    collection: Collection
    upto: int


def collection_of(
    feed: FeedFacts, kind: WebFeed, self_url: str, site_url: str, now: datetime
) -> Shown:
    """Collect what may leave by today's rights; a killed story comes as gone or as its notice.

    Corrections, holds and kills that nobody has fetched yet are in it, however old they are.
    """
    owed = Q(state=DeliveryState.PENDING, update_type__in=FOLLOWS_THE_READER)
    is_new = Q(number__gt=feed.last_number - _NUMBERS)
    rows = Delivery.objects.filter(owed | is_new, feed_id=feed.id, number__isnull=False)
    newest = list(rows.order_by("-number"))
    stories: dict[str, Ready] = {}
    for each in ready(feed.id, newest, now):
        if each.outgoing is not None:
            stories.setdefault(each.guid, each)
    sent = [each.outgoing for each in stories.values() if each.outgoing is not None]
    changes = [each.released_at for each in sent]
    collection = Collection(
        title=feed.name,
        self_url=self_url,
        site_url=site_url,
        updated_at=max(changes, default=feed.made_at),
        entries=[each for each in sent if kind.shows(each.item)],
        gone=[
            Gone(guid=each.item.guid, at=each.released_at) for each in sent if each.item.is_killed
        ],
    )
    return Shown(collection, newest[0].number or 0 if newest else 0)
