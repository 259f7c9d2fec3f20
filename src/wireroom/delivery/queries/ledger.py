"""The ledger as plain facts: what a feed got, and what came of each attempt."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count

from wireroom.delivery.models import Attempt, Delivery
from wireroom.kernel.newsitem import UpdateType
from wireroom.wire import queries as wire


class DeliveryFacts(NamedTuple):
    """One row of the ledger; `number` is None for a test."""

    id: int
    feed_id: int
    number: int | None
    sample: str
    guid: str
    version: int
    update_type: str
    headline: str
    released_at: datetime
    level: int
    product: str
    reason: str
    state: str
    void_why: str
    made_at: datetime
    due_at: datetime
    attempts: int
    sends: int
    outcome: str
    taken_at: datetime | None
    acknowledged_at: datetime | None


class AttemptFacts(NamedTuple):
    """One try to hand a delivery over."""

    id: int
    at: datetime
    outcome: str
    status: int
    took_ms: int
    detail: str
    request: str
    answer: str
    by: str


class Counts(NamedTuple):
    """How many numbers of a feed wait, were taken, and are void; tests are not counted."""

    pending: int
    taken: int
    void: int


def ledger(
    feed_id: int,
    *,
    after: int = 0,
    before: int | None = None,
    limit: int = 50,
    state: str = "",
    guid: str = "",
) -> list[DeliveryFacts]:
    """Give numbered rows: ascending from `after` on, or, with `before`, descending from there.

    Both bounds are outside. `before=0` begins at the newest. Headlines of killed stories are not
    told any more, except that of the kill.
    """
    rows = Delivery.objects.filter(feed=feed_id, number__isnull=False)
    if state:
        rows = rows.filter(state=state)
    if guid:
        rows = rows.filter(guid=guid)
    if before is None:
        rows = rows.filter(number__gt=after).order_by("number")
    else:
        rows = rows.filter(number__lt=before) if before else rows
        rows = rows.order_by("-number")
    found = [DeliveryFacts(*row) for row in rows.values_list(*DeliveryFacts._fields)[:limit]]
    return _without_killed(found)


def tests_of(feed_id: int, limit: int = 20) -> list[DeliveryFacts]:  # noqa: PT028 - no test itself
    """Give a feed's tests, the newest first."""
    rows = Delivery.objects.filter(feed=feed_id, number=None).order_by("-pk")
    return [DeliveryFacts(*row) for row in rows.values_list(*DeliveryFacts._fields)[:limit]]


def delivery_facts(delivery_id: int, of_company_id: int | None = None) -> DeliveryFacts | None:
    """Give one row; None: there is none, or it is another company's."""
    rows = Delivery.objects.filter(pk=delivery_id)
    if of_company_id is not None:
        rows = rows.filter(feed__company_id=of_company_id)
    row = rows.values_list(*DeliveryFacts._fields).first()
    return _without_killed([DeliveryFacts(*row)])[0] if row else None


def attempts(delivery_id: int) -> list[AttemptFacts]:
    """Give the tries of a delivery, the newest first; those of some weeks ago are gone.

    Requests and answers hold the text of a story: of a killed one they are not told any more,
    except those of the kill.
    """
    rows = Attempt.objects.filter(delivery=delivery_id).order_by("-pk")
    found = [AttemptFacts(*row) for row in rows.values_list(*AttemptFacts._fields)]
    row = Delivery.objects.filter(pk=delivery_id, sample="").first()
    if row is None or row.update_type == UpdateType.KILL or not wire.killed_among({row.guid}):
        return found
    return [each._replace(request="", answer="") for each in found]


def counts(feed_id: int) -> Counts:
    """Count a feed's numbers by what became of them."""
    rows = Delivery.objects.filter(feed=feed_id, number__isnull=False)
    found = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    return Counts(*(found.get(state, 0) for state in Counts._fields))


def _without_killed(rows: list[DeliveryFacts]) -> list[DeliveryFacts]:
    killed = wire.killed_among({row.guid for row in rows if not row.sample})
    return [
        row._replace(headline="")
        if row.guid in killed and row.update_type != UpdateType.KILL
        else row
        for row in rows
    ]
