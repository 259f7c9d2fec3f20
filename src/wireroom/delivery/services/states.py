"""States of feeds: paused and resumed by the customer, suspended by the agency, closed for good."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from wireroom.customers.services import NotValid
from wireroom.delivery.models import Feed, FeedState, Waiting
from wireroom.delivery.services.acts import act_on, note
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.markup import one_line
from wireroom.wire.wakeup import notify_on_commit

_LONGEST_WHY = 500


class WrongState(WireroomError):
    """The feed's state does not allow this."""

    code: ClassVar[str] = "wrong_feed_state"
    http_status: ClassVar[int] = 409


def pause_feed(
    *, feed_id: int, of_company_id: int | None = None, why: str = "", now: datetime, actor: str
) -> None:
    """Stop sending by the customer's wish; numbers go on. Nothing when it is paused already.

    Raises:
        NotFound: there is no such feed.
        WrongState: it is suspended or closed (409).
    """
    with act_on(feed_id, of_company_id) as feed:
        _refuse(feed, FeedState.SUSPENDED)
        if feed.state != FeedState.PAUSED:
            _enter(feed, FeedState.PAUSED, why, now=now, actor=actor)
            note(feed, "paused", actor=actor, now=now, why=feed.state_why)


def resume_feed(
    *, feed_id: int, of_company_id: int | None = None, now: datetime, actor: str
) -> None:
    """Send again, from the first number that was not taken: a paused, stalled or refused feed.

    Raises:
        NotFound: there is no such feed.
        WrongState: it is suspended or closed (409).
    """
    with act_on(feed_id, of_company_id) as feed:
        _refuse(feed, FeedState.SUSPENDED)
        if feed.state != FeedState.ACTIVE:
            _enter(feed, FeedState.ACTIVE, "", now=now, actor=actor)
            note(feed, "resumed", actor=actor, now=now)
            notify_on_commit()


def suspend_feed(*, feed_id: int, why: str, now: datetime, actor: str) -> None:
    """Stop sending by the agency's decision; only the agency can lift that. Numbers go on.

    Raises:
        NotFound: there is no such feed.
        NotValid: there is no reason given.
        WrongState: it is closed (409).
    """
    with act_on(feed_id, None) as feed:
        if not one_line(why):
            raise NotValid("Say why: the customer reads it.", why="Say why.")
        _enter(feed, FeedState.SUSPENDED, why, now=now, actor=actor)
        note(feed, "suspended", actor=actor, now=now, why=feed.state_why)


def lift_suspension(*, feed_id: int, now: datetime, actor: str) -> None:
    """Send again after a suspension.

    Raises:
        NotFound: there is no such feed.
        WrongState: it is not suspended (409).
    """
    with act_on(feed_id, None) as feed:
        if feed.state != FeedState.SUSPENDED:
            raise WrongState("The feed is not suspended.", state=feed.state)
        _enter(feed, FeedState.ACTIVE, "", now=now, actor=actor)
        note(feed, "suspension_lifted", actor=actor, now=now)
        notify_on_commit()


def close_feed(
    *, feed_id: int, of_company_id: int | None = None, now: datetime, actor: str
) -> None:
    """End a feed for good: it gets no more numbers; its ledger is kept, its addresses are revoked.

    Raises:
        NotFound: there is no such feed.
    """
    with act_on(feed_id, of_company_id, closed=True) as feed:
        if feed.state == FeedState.CLOSED:
            return
        _enter(feed, FeedState.CLOSED, "", now=now, actor=actor)
        feed.addresses.filter(revoked_at=None).update(revoked_at=now)
        Waiting.objects.filter(feed=feed).delete()
        note(feed, "closed", actor=actor, now=now, last_number=feed.last_number)


def _refuse(feed: Feed, state: FeedState) -> None:
    if feed.state == state:
        raise WrongState("The agency has suspended the feed; ask us.", state=feed.state)


def _enter(feed: Feed, state: FeedState, why: str, *, now: datetime, actor: str) -> None:
    """Change the state; whatever a destination did before counts for nothing after it."""
    feed.state, feed.state_why = state, one_line(why)[:_LONGEST_WHY]
    feed.state_at, feed.state_by = now, actor
    feed.failures, feed.next_attempt_at = 0, None
    feed.save(
        update_fields=[
            "state", "state_why", "state_at", "state_by", "failures", "next_attempt_at",
        ]
    )  # fmt: skip
