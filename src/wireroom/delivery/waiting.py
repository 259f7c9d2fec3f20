"""Versions whose time has not come: their product is sold with a delay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from wireroom.delivery.choosing import Answer, Choice, Chooser, Wish, is_overtaken
from wireroom.delivery.ledger import give_numbers, newest_numbered
from wireroom.delivery.models import FeedState, Numbered, Waiting
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry
from wireroom.wire.wakeup import notify_on_commit

_AT_ONCE = 500
"""Rows that one turn takes: the others of the worker have theirs then."""


def put(seq: int, choices: Mapping[int, Choice]) -> None:
    """Put an entry down to wait for the feeds that may read it later; one that waits, waits on."""
    Waiting.objects.bulk_create(
        (
            Waiting(feed_id=pk, seq=seq, due_at=choice.readable_at)
            for pk, choice in choices.items()
            if choice.answer is Answer.LATER and choice.readable_at is not None
        ),
        ignore_conflicts=True,
    )


def number_due(now: datetime) -> bool:
    """Number what has waited long enough, judged at this moment; say whether there is more.

    What was corrected, held or killed meanwhile, in or out of the feed's sight, is passed over, and
    so is a version older than one that the feed has got.
    """
    due = Waiting.objects.filter(due_at__lte=now)
    if not due.exists():
        return False
    with transaction.atomic():
        # One at a time, and not beside the consumer: numbers follow one order.
        list(Numbered.objects.select_for_update().values_list("pk"))
        rows = list(due.select_related("feed").order_by("due_at", "seq", "feed_id")[:_AT_ONCE])
        Waiting.objects.filter(pk__in=[row.pk for row in rows]).delete()
        _number([row for row in rows if row.feed.state != FeedState.CLOSED], now)
    return len(rows) == _AT_ONCE


def _number(rows: Sequence[Waiting], now: datetime) -> None:
    entries = {entry.seq: entry for entry in wire.entries({row.seq for row in rows})}
    chains = wire.versions_of({entry.guid for entry in entries.values()})
    chooser = Chooser()
    chooser.begin([_wish(row) for row in rows], now)
    given = 0
    for seq, group in groupby(rows, key=lambda row: row.seq):
        if entry := entries.get(seq):
            given += _number_one(entry, chains[entry.guid], list(group), chooser, now)
    if given:
        notify_on_commit()


def _number_one(
    entry: Entry,
    chain: Sequence[Entry],
    rows: Sequence[Waiting],
    chooser: Chooser,
    now: datetime,
) -> int:
    judge = chooser.version([each for each in chain if each.version <= entry.version])
    newest = newest_numbered([row.feed_id for row in rows], [entry.guid])
    wishes = {row.feed_id: _wish(row) for row in rows}
    choices = {pk: judge.choose(wish) for pk, wish in wishes.items()}
    put(entry.seq, choices)  # when the delay has become longer meanwhile
    chosen = {
        pk: choice
        for pk, choice in choices.items()
        if choice.answer is Answer.YES
        and newest.get((pk, entry.guid), 0) < entry.version
        and not is_overtaken(chooser.reader(wishes[pk]), chain, entry.version, now)
    }
    return give_numbers(entry, chosen, now) if chosen else 0


def _wish(row: Waiting) -> Wish:
    feed = row.feed
    return Wish(feed.company_id, feed.destination, tuple(feed.products), feed.query)
