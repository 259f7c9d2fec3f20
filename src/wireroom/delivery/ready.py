"""From rows of the ledger to what may leave, by the rights and the wire of this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from wireroom.delivery.alerts import links
from wireroom.delivery.choosing import Chooser, Wish
from wireroom.delivery.ledger import HAS_LEFT
from wireroom.delivery.models import Delivery, Feed, VoidWhy
from wireroom.delivery.samples import sample_item
from wireroom.delivery.sight import Sight
from wireroom.formats.outgoing import Outgoing
from wireroom.formats.projection import FULL, project
from wireroom.formats.publishable import publishable
from wireroom.kernel.mediatopics import LABELS
from wireroom.kernel.newsitem import NewsItem
from wireroom.wire import queries as wire


class Ready(Struct, frozen=True, kw_only=True):
    """What leaves for one delivery: an item, or the word that its number is void.

    Attributes:
        number: the feed's number; None for a test.
        sample: of which kind a test is; empty for news.
        outgoing: the projected version; None when the number is void.
        void_why: a `VoidWhy`; empty when there is something to send.
    """

    delivery_id: int
    number: int | None
    sample: str
    guid: str
    version: int
    outgoing: Outgoing | None
    void_why: str = ""


def ready(feed_id: int, deliveries: Sequence[Delivery], now: datetime) -> list[Ready]:
    """Turn rows of one feed into what may leave at `now`, in their order; writes nothing.

    Rights are judged anew. A version that was killed or held since, or that the company may not
    read any more, comes as void; a correction, hold or kill goes out all the same where an earlier
    version has left by this feed, or leaves with it.
    """
    if not deliveries:
        return []
    feed = Feed.objects.get(pk=feed_id)
    guids = {row.guid for row in deliveries if not row.sample}
    chains, left = wire.versions_of(guids), _left(feed_id, guids)
    chooser = Chooser()
    wish = Wish(feed.company_id, feed.destination, tuple(feed.products), feed.query)
    chooser.begin([wish], now)
    found = []
    for row in deliveries:
        if row.sample:
            found.append(_test(row, feed, now))
            continue
        chain = chains.get(row.guid, [])
        rows = left[row.guid]
        sight = Sight(chooser.reader(wish), chooser.whole_reader(wish), chain, rows, now)
        item = _one(row, feed, sight, now)
        if item.outgoing:
            rows[row.version] = max(row.level, rows.get(row.version, 0))
        found.append(item)
    return found


def _left(feed_id: int, guids: set[str]) -> dict[str, dict[int, int]]:
    """Give the levels of what the receiver has, by story and version."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    rows = Delivery.objects.filter(HAS_LEFT, feed=feed_id, guid__in=guids).exclude(number=None)
    for guid, version, level in rows.values_list("guid", "version", "level"):
        found[guid][version] = level
    return found


def _one(row: Delivery, feed: Feed, sight: Sight, now: datetime) -> Ready:
    why = sight.why_void(row.version, row.level)
    if why:
        return _ready(row, None, why)
    entry = sight.entry(row.version)
    level = sight.level(row.version, row.level)
    known = sight.newest_known(row.version)
    return _ready(
        row,
        Outgoing(
            item=project(entry.item, level),
            level=level,
            released_at=entry.released_at,
            first_released_at=sight.first_released_at(row.version),
            publishable=publishable(entry.item, now, newest=known.item),
            url=links.story(row.guid),
            sent_at=now,
            number=row.number,
            feed=feed.code,
            topic_labels=_labels(entry.item),
        ),
    )


def _test(row: Delivery, feed: Feed, now: datetime) -> Ready:
    item = project(sample_item(row.sample, row.guid), FULL)
    return _ready(
        row,
        Outgoing(
            item=item,
            level=FULL,
            released_at=row.released_at,
            first_released_at=row.released_at,
            publishable=publishable(item, now),
            sent_at=now,
            feed=feed.code,
            topic_labels=_labels(item),
        ),
    )


def _labels(item: NewsItem) -> Mapping[str, str]:
    codes = {code for topic in item.topics for code in (topic.code, *topic.broader)}
    named = {topic.code for topic in item.topics if topic.label}
    return {code: LABELS[code] for code in sorted(codes - named) if code in LABELS}


def _ready(row: Delivery, outgoing: Outgoing | None, why: VoidWhy | None = None) -> Ready:
    return Ready(
        delivery_id=row.pk,
        number=row.number,
        sample=row.sample,
        guid=row.guid,
        version=row.version,
        outgoing=outgoing,
        void_why=why.value if why else "",
    )
