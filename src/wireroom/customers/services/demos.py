"""Sales decide about demos: extend, convert, refuse; time ends them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from wireroom.customers import letters
from wireroom.customers.models import (
    AccessEvent,
    DemoRequest,
    Kind,
    Notice,
    NoticeKind,
    Stage,
    Subscription,
)
from wireroom.customers.services.base import NotValid, change_of_rights, get, save_valid
from wireroom.customers.services.demo_opening import demo_subscription
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.markup import one_line

_LONGEST_DAYS = 365
_WHY_LENGTH = 300


class DemoNotThere(WireroomError):
    """The demo is at another stage: this cannot be done with it now."""

    code = "demo_at_another_stage"
    http_status = 409


def extend_demo(*, request_id: int, days: int, now: datetime, actor: str | None) -> DemoRequest:
    """Let a demo run `days` longer; one that has ended runs `days` from now. The prospect is told.

    Raises:
        NotFound: no such request.
        DemoNotThere: it is neither running nor ended (409).
        NotValid: not from 1 to 365 days.
    """
    if not 1 <= days <= _LONGEST_DAYS:
        raise NotValid(f"Extend by 1 to {_LONGEST_DAYS} days.", days=days)
    with _deciding("extend", request_id, (Stage.ACTIVE, Stage.EXPIRED), now, actor) as request:
        ends_at = max(request.ends_at or now, now) + timedelta(days=days)
        _run_until(request, ends_at, now)
        request.state, request.ends_at, request.decided_by = Stage.ACTIVE, ends_at, actor or ""
        request.save()
        _note("demo:extended", request, now, actor, ends_at=ends_at)
        _tell(request, "demo_extended", now, ends_at=ends_at)
    return request


def convert_demo(
    *,
    request_id: int,
    product_ids: Iterable[int],
    seats: int | None = None,
    active_to: datetime | None = None,
    sold_by_id: int | None = None,
    note: str = "",
    now: datetime,
    actor: str | None,
) -> DemoRequest:
    """End a demo and let paid subscriptions begin at once; the prospect is told.

    Whoever sold it becomes the company's contact when it has none. No end: until further notice.

    Raises:
        NotFound: no such request.
        DemoNotThere: it is neither running nor ended (409).
        NotValid: no product, one that the company has already, or a value that cannot be.
    """
    chosen = list(dict.fromkeys(product_ids))
    if not chosen:
        raise NotValid("Choose at least one product.", products="Choose at least one product.")
    with _deciding("convert", request_id, (Stage.ACTIVE, Stage.EXPIRED), now, actor) as request:
        _stop(request, now)
        terms = {"active_to": active_to, "seats": seats, "sold_by_id": sold_by_id, "note": note}
        sold = [_sell(request, product_id, now, **terms) for product_id in chosen]
        _take_over(request, sold_by_id)
        request.state, request.converted_at = Stage.CONVERTED, now
        request.decided_by = actor or ""
        request.save()
        _note("demo:converted", request, now, actor, products=chosen, seats=seats)
        names = [subscription.product.name for subscription in sold]
        _tell(request, "demo_converted", now, products=names, seats=seats)
    return request


def refuse_demo(*, request_id: int, why: str, now: datetime, actor: str | None) -> DemoRequest:
    """Refuse a request, or end a running demo now; the prospect is told, and reads `why`.

    Raises:
        NotFound: no such request.
        DemoNotThere: it has ended, was converted, or is refused already (409).
    """
    open_stages = (Stage.REQUESTED, Stage.PROVEN, Stage.ACTIVE)
    with _deciding("refuse", request_id, open_stages, now, actor) as request:
        _stop(request, now)
        request.state, request.refused_at = Stage.REFUSED, now
        request.refused_why, request.decided_by = one_line(why)[:_WHY_LENGTH], actor or ""
        request.save()
        _note("demo:refused", request, now, actor, why=request.refused_why)
        _tell(request, "demo_refused", now, why=request.refused_why)
    return request


def expire_demos(*, now: datetime) -> int:
    """Note which demos have run out, tell those who had them, and give how many.

    Reading ended by itself: the subscriptions of a demo have its end.
    """
    due = DemoRequest.objects.filter(state=Stage.ACTIVE, ends_at__lte=now)
    return sum(_expire(pk, now) for pk in due.values_list("pk", flat=True))


def remind_demos(*, now: datetime) -> int:
    """Tell those whose demo ends within a day, once for each end, and give how many."""
    soon = DemoRequest.objects.filter(
        state=Stage.ACTIVE, ends_at__gt=now, ends_at__lte=now + timedelta(days=1)
    )
    return sum(_remind(pk, now) for pk in soon.values_list("pk", flat=True))


@contextmanager
def _deciding(
    verb: str, request_id: int, stages: tuple[Stage, ...], now: datetime, actor: str | None
) -> Iterator[DemoRequest]:
    with change_of_rights(verb, now=now, actor=actor):
        request = get(DemoRequest, request_id)
        if request.state not in stages:
            raise DemoNotThere(state=request.state)
        yield request


def _demos_of(request: DemoRequest, now: datetime) -> QuerySet[Subscription]:
    rows = Subscription.objects.not_ended(now)
    demos = rows.filter(company=request.company_id, kind=Kind.DEMO)
    return demos if request.company_id else rows.none()


def _run_until(request: DemoRequest, ends_at: datetime, now: datetime) -> None:
    running = list(_demos_of(request, now))
    for subscription in running:
        subscription.active_to = ends_at
        save_valid(subscription)
    if running or request.company_id is None:
        return
    past = Subscription.objects.filter(company=request.company_id, kind=Kind.DEMO)
    for product_id in past.values_list("product", flat=True).distinct().order_by("product"):
        save_valid(demo_subscription(request.company_id, product_id, now, ends_at))


def _stop(request: DemoRequest, now: datetime) -> None:
    for subscription in _demos_of(request, now):
        subscription.active_to = max(now, subscription.active_from)
        save_valid(subscription)


def _sell(request: DemoRequest, product_id: int, now: datetime, **terms: Any) -> Subscription:
    sold = Subscription(company=request.company, product_id=product_id, active_from=now, **terms)
    sold.kind = Kind.PAID
    return save_valid(sold)


def _take_over(request: DemoRequest, sold_by_id: int | None) -> None:
    company = request.company
    if company is not None and company.manager_id is None and sold_by_id is not None:
        company.manager_id = sold_by_id
        save_valid(company)


@transaction.atomic
def _expire(pk: int, now: datetime) -> bool:
    request = DemoRequest.objects.select_for_update().get(pk=pk)
    if request.state != Stage.ACTIVE or request.ends_at is None or request.ends_at > now:
        return False
    still = _demos_of(request, now).aggregate(end=Max("active_to"))["end"]
    if still is not None:  # somebody moved the end of the subscription itself
        request.ends_at = still
        request.save(update_fields=["ends_at"])
        return False
    request.state = Stage.EXPIRED
    request.save(update_fields=["state"])
    _note("demo:expired", request, now, None)
    _tell(request, "demo_ended", now)
    return True


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    request = DemoRequest.objects.select_for_update().get(pk=pk)
    demos = _demos_of(request, now).order_by("pk")
    first = demos.first()
    if first is None or request.ends_at is None:
        return False
    key = {"subscription": first, "kind": NoticeKind.ENDS_IN_1, "ends_at": request.ends_at}
    if Notice.objects.filter(**key).exists():
        return False
    Notice(**key, sent_at=now).save()
    _tell(request, "demo_ends_soon", now, ends_at=request.ends_at)
    return True


def _note(what: str, request: DemoRequest, now: datetime, actor: str | None, **detail: Any) -> None:
    subject = f"demo:{request.reference}"
    AccessEvent.record(what=what, now=now, actor=actor or "", subject=subject, **detail)


def _tell(request: DemoRequest, letter: str, now: datetime, **facts: Any) -> None:
    reply_to = letters.sales_reply_to()
    letters.send(letter, [request.email], now=now, reply_to=reply_to, **facts)
