"""Who has, or may have, an earlier version of a story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q

from wireroom.customers.directory.machines import stream_readers
from wireroom.customers.policy import Channel, Level, Reader, judge
from wireroom.delivery.ledger import HAS_LEFT
from wireroom.delivery.models import Delivery, DeliveryState, Destination, Recall, Receipt
from wireroom.delivery.recalls.naming import PANE
from wireroom.kernel.newsitem import UpdateType
from wireroom.matching.queries.told import told_outside
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry

_LATE = timedelta(minutes=10)
"""So long after a correction the version before it may still be shown for what stands; whoever
opens it later has read that it was replaced."""
_SLACK = timedelta(minutes=2)
"""The use of an open stream is noted once a minute."""
_FETCHED = (Destination.STREAM, Destination.FEED)
_ALERT_CHANNELS = {"email": "email", "digest": "email", "webhook": "webhook"}


class Holder(NamedTuple):
    """A feed, a person, or a machine (with its person, if it reads for one), by a channel."""

    feed_id: int = 0
    person_id: int = 0
    token_id: int = 0
    channel: str = ""


Holders = dict[Holder, int]
"""The newest version before the recall that each of them has."""


def holders(recall: Recall) -> Holders:
    """Give who has an earlier version, as far as the ledger, receipts and alerts know by now."""
    return _newest((*_feeds(recall), *_readers(recall), *_alerted(recall)))


def streams(recall: Recall) -> Holders:
    """Give the tokens that could read an earlier version from a stream, and were in use since.

    Streams note nothing of items: who was entitled and in use counts as having it. Asked once, when
    the recall is new: whoever comes later gets the story recalled.
    """
    chain = [each for each in wire.versions(recall.guid) if each.version <= recall.version]
    earlier = chain[:-1]
    if not earlier:
        return {}
    found: Holders = {}
    since = earlier[0].released_at - _SLACK
    for machine, reader in stream_readers(since, recall.made_at):
        used = [each for each in earlier if _was_in_use(each, machine.last_used_at)]
        read = [each.version for each in used if _could_read(reader, chain, each)]
        if read:
            key = Holder(person_id=machine.person_id, token_id=machine.token_id, channel="stream")
            found[key] = max(read)
    return found


def _was_in_use(entry: Entry, last_used_at: datetime | None) -> bool:
    return last_used_at is not None and last_used_at >= entry.released_at - _SLACK


def _could_read(reader: Reader, chain: list[Entry], entry: Entry) -> bool:
    """Whether the version could be read when it was released, or later up to the recall."""
    upto = [each for each in chain if each.version <= entry.version]
    moments = (entry.released_at, chain[-1].released_at)
    return any(judge(reader, upto, moment).level > Level.NONE for moment in moments)


def _newest(found: Iterable[tuple[Holder, int]]) -> Holders:
    newest: Holders = {}
    for holder, version in found:
        newest[holder] = max(version, newest.get(holder, 0))
    return newest


def _feeds(recall: Recall) -> Iterator[tuple[Holder, int]]:
    """Count what a feed took; what was tried, whatever came of it; and what lay there to fetch."""
    to_fetch = Q(feed__destination__in=_FETCHED, state=DeliveryState.PENDING)
    rows = Delivery.objects.filter(HAS_LEFT | Q(attempts__gt=0) | to_fetch, guid=recall.guid)
    rows = rows.filter(version__lt=recall.version, number__isnull=False)
    for feed_id, channel, version in rows.values_list("feed", "feed__destination", "version"):
        yield Holder(feed_id=feed_id, channel=channel), version


def _readers(recall: Recall) -> Iterator[tuple[Holder, int]]:
    rows = Receipt.objects.filter(guid=recall.guid, version__lt=recall.version)
    if recall.update_type == UpdateType.CORRECTION_FACT:
        rows = rows.filter(got_at__lte=recall.released_at + _LATE)
    for person, token, channel, version in rows.values_list(
        "person_id", "token_id", "channel", "version"
    ):
        by = Channel.TERMINAL.value if channel == PANE else channel
        yield Holder(person_id=person, token_id=token, channel=by), version


def _alerted(recall: Recall) -> Iterator[tuple[Holder, int]]:
    for told in told_outside(recall.guid):
        if told.version < recall.version:
            channel = _ALERT_CHANNELS[told.channel]
            yield Holder(person_id=told.person_id, channel=channel), told.version


def companies_of_receipts(recall: Recall) -> Mapping[tuple[int, int], int]:
    """Give for which company each person or machine has read the story."""
    rows = Receipt.objects.filter(guid=recall.guid)
    columns = rows.values_list("person_id", "token_id", "company_id")
    return {(person, token): company for person, token, company in columns}
