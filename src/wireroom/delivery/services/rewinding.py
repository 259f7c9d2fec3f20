"""Rewinding: sending again what was sent, under the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Min, QuerySet

from wireroom.customers.services import NotFound, NotValid
from wireroom.delivery import waiting
from wireroom.delivery.choosing import Answer, Choice, Chooser, Wish, is_overtaken
from wireroom.delivery.conf import load_feeds
from wireroom.delivery.ledger import Place, move_taken, newest_numbered, row_of
from wireroom.delivery.models import Delivery, DeliveryState, Feed, Numbered
from wireroom.delivery.replaying import replay
from wireroom.delivery.services.acts import act_on, note
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry
from wireroom.wire.wakeup import notify_on_commit


class Rewound(NamedTuple):
    """The numbers that wait now, from the first to the last (0: none), and how many are new."""

    first: int
    last: int
    added: int


def rewind(
    *,
    feed_id: int,
    of_company_id: int | None = None,
    to_number: int | None = None,
    since: datetime | None = None,
    now: datetime,
    actor: str,
) -> Rewound:
    """Let everything from a number, or from a moment of release, wait to be sent once more.

    Nothing is renumbered. With `since`, versions of the wire that the feed would have got and has
    no number for get the next numbers, in wire order; not one that has been stopped since, nor one
    older than what the feed has of its story.

    Args:
        feed_id: which one.
        of_company_id: only if it is this company's; None: whoever's it is.
        to_number: the first number to send again.
        since: or the moment from which on.
        now: the moment.
        actor: e-mail address of whoever does it.

    Raises:
        NotFound: there is no such feed, or it is closed.
        NotValid: neither or both of `to_number` and `since`, a number it has not got to, or a
            moment that is to come or further back than `WIREROOM_FEEDS_REWIND_DAYS`.
    """
    if (to_number is None) == (since is None):
        raise NotValid("Say a number, or a moment.", to_number="Or a moment.", since="Or a number.")
    if since is not None:
        return _to_moment(feed_id, of_company_id, since, now, actor)
    with act_on(feed_id, of_company_id) as feed:
        if to_number is None or not 1 <= to_number <= feed.last_number:
            detail = f"The feed has numbers from 1 to {feed.last_number}."
            raise NotValid(detail, to_number=detail)
        _repend(Delivery.objects.filter(feed=feed, number__gte=to_number), now)
        return _finish(feed, 0, now, actor, to_number=to_number)


def _to_moment(
    feed_id: int, of_company_id: int | None, since: datetime, now: datetime, actor: str
) -> Rewound:
    _refuse(since, now)
    feed = Feed.objects.filter(pk=feed_id).first()
    if feed is None or of_company_id not in {None, feed.company_id}:
        raise NotFound("There is no such feed.", id=feed_id)
    missing = _missing(feed, since, now)  # before anything is locked: it may take seconds
    with _numbering_held() as numbered, act_on(feed_id, of_company_id) as feed:
        _repend(Delivery.objects.filter(feed=feed, released_at__gte=since), now)
        added = _add(feed, [each for each in missing if each.entry.seq <= numbered], now)
        return _finish(feed, added, now, actor, since=since.isoformat())


def _refuse(since: datetime, now: datetime) -> None:
    days = load_feeds().rewind_days
    if since > now:
        raise NotValid("This moment is still to come.", since="This moment is still to come.")
    if since < now - timedelta(days=days):
        detail = f"A feed can be rewound by {days} days; write to us for more."
        raise NotValid(detail, since=detail)


@contextmanager
def _numbering_held() -> Iterator[int]:
    """Keep numbering waiting, and tell how far it has come: what is older has no number to come.

    Taken before the feed's row, in the order in which numbering takes them.
    """
    with transaction.atomic():
        row = Numbered.objects.select_for_update().first()
        yield row.seq if row else 0


class _Missed(NamedTuple):
    entry: Entry
    choice: Choice


def _missing(feed: Feed, since: datetime, now: datetime) -> list[_Missed]:
    """Give what the feed would have got since a moment and has no number for, in wire order."""
    wish = Wish(feed.company_id, feed.destination, tuple(feed.products), feed.query)
    chooser = Chooser()
    numbered = Delivery.objects.filter(feed=feed, number__isnull=False, released_at__gte=since)
    has = set(numbered.values_list("guid", "version"))
    return [
        _Missed(entry, choice)
        for entry, chain, choice in replay(wish, chooser, wire.seq_before(since), wire.head(), now)
        if (entry.guid, entry.version) not in has
        and (
            choice.answer is Answer.LATER
            or (
                choice.answer is Answer.YES
                and not is_overtaken(chooser.reader(wish), chain, entry.version, now)
            )
        )
    ]


def _repend(rows: QuerySet[Delivery], now: datetime) -> None:
    again = rows.filter(number__isnull=False).exclude(state=DeliveryState.PENDING)
    again.update(state=DeliveryState.PENDING, void_why="", taken_by=[], due_at=now)


def _add(feed: Feed, missing: Sequence[_Missed], now: datetime) -> int:
    newest = newest_numbered([feed.pk], {each.entry.guid for each in missing})
    rows: list[Delivery] = []
    for entry, choice in missing:
        if newest.get((feed.pk, entry.guid), 0) >= entry.version:
            continue
        if choice.answer is Answer.LATER:
            waiting.put(entry.seq, {feed.pk: choice})
            continue
        place = Place(feed.pk, feed.last_number + len(rows), {})
        rows.append(row_of(place, entry, choice, now))
    Delivery.objects.bulk_create(rows, batch_size=500)
    if rows:
        feed.last_number += len(rows)
        feed.last_made_at = now
        feed.save(update_fields=["last_number", "last_made_at"])
    return len(rows)


def _finish(feed: Feed, added: int, now: datetime, actor: str, **said: object) -> Rewound:
    move_taken(feed.pk, next_attempt_at=None)
    waiting_rows = Delivery.objects.filter(feed=feed, state=DeliveryState.PENDING)
    first = waiting_rows.aggregate(first=Min("number"))["first"] or 0
    found = Rewound(first, feed.last_number if first else 0, added)
    note(feed, "rewound", actor=actor, now=now, **said, **found._asdict())
    notify_on_commit()
    return found
