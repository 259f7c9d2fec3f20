"""What every act on a feed does: find it, lock it, check whose it is, and note who did what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from wireroom.customers.services import NotFound, note_act
from wireroom.delivery.models import Feed, FeedState

_ORDER_KEY = int.from_bytes(b"feed", "big")


@contextmanager
def act_on(feed_id: int, of_company_id: int | None, *, closed: bool = False) -> Iterator[Feed]:
    """Run the block as one transaction with the feed's row locked: numbers and states wait.

    Raises:
        NotFound: there is no such feed, it is another company's, or it is closed and `closed`
            does not say that it may be.
    """
    with transaction.atomic():
        feed = Feed.objects.select_for_update().filter(pk=feed_id).first()
        if feed is None or of_company_id not in {None, feed.company_id}:
            raise NotFound("There is no such feed.", id=feed_id)
        if feed.state == FeedState.CLOSED and not closed:
            raise NotFound("The feed is closed.", id=feed_id)
        yield feed


def note(feed: Feed, verb: str, *, actor: str, now: datetime, **detail: Any) -> None:
    """Write the audit row `feed:verb` of an act on a feed, in its transaction."""
    note_act(
        what=f"feed:{verb}",
        actor=actor,
        subject=f"company:{feed.company_id}",
        now=now,
        feed=feed.code,
        name=feed.name,
        **detail,
    )


def take_turn_of(company_id: int) -> None:
    """Let one transaction at a time make and name feeds of a company, until it ends.

    So that two at once cannot go over the limit, or take the same name. SQLite has one writer.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, hashint8(%s))", [_ORDER_KEY, company_id]
            )
