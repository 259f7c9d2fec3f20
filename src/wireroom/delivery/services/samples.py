"""Tests: a delivery of each kind, without a number, to try a destination with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from wireroom.customers.services import NotValid
from wireroom.delivery.models import Delivery, DeliveryState, Feed
from wireroom.delivery.samples import SAMPLES, sample_item
from wireroom.delivery.services.acts import act_on, note
from wireroom.formats.projection import FULL
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.ids import new_guid
from wireroom.wire.wakeup import notify_on_commit

_MOST_WAITING = 10
_MOST_AN_HOUR = 60
"""Tests go to whatever address a customer names: nobody's machine is to be flooded with them."""
_HOUR = timedelta(hours=1)


class TooManyTests(WireroomError):
    """Too many tests of this feed wait, or were sent within the hour. Try again later."""

    code: ClassVar[str] = "too_many_tests"
    temporary: ClassVar[bool] = True
    http_status: ClassVar[int] = 409


def send_test(
    *,
    feed_id: int,
    of_company_id: int | None = None,
    sample: str,
    now: datetime,
    actor: str,
) -> int:
    """Put a test into a feed's ledger and give the delivery's id; it leaves at once, by itself.

    `sample` is one of `delivery.samples.SAMPLES`: flash, story, update, correction, hold, kill,
    interview.

    Raises:
        NotFound: there is no such feed, or it is closed.
        NotValid: there is no such sample.
        TooManyTests: it has ten tests waiting already, or has had sixty within the hour (409).
    """
    if sample not in SAMPLES:
        raise NotValid(f"There is no test “{sample}”.", sample=f"One of {', '.join(SAMPLES)}.")
    with act_on(feed_id, of_company_id) as feed:
        _refuse_too_many(feed, now)
        row = _row(feed, sample, now)
        row.save()
        note(feed, "tested", actor=actor, now=now, sample=sample)
        notify_on_commit()
    return row.pk


def _refuse_too_many(feed: Feed, now: datetime) -> None:
    tests = Delivery.objects.filter(feed=feed, number=None)
    if tests.filter(state=DeliveryState.PENDING).count() >= _MOST_WAITING:
        raise TooManyTests(limit=_MOST_WAITING)
    if tests.filter(made_at__gt=now - _HOUR).count() >= _MOST_AN_HOUR:
        raise TooManyTests(
            f"A feed has {_MOST_AN_HOUR} tests an hour at most.", limit=_MOST_AN_HOUR
        )


def _row(feed: Feed, sample: str, now: datetime) -> Delivery:
    guid = new_guid()
    item = sample_item(sample, guid)
    return Delivery(
        feed=feed,
        sample=sample,
        seq=0,
        guid=guid,
        version=item.version,
        update_type=item.update_type,
        headline=item.headline,
        released_at=now,
        level=FULL,
        reason="test",
        made_at=now,
        due_at=now,
    )
