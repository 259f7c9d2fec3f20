"""Subscriptions begin and end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wireroom.customers.models import Subscription
from wireroom.customers.models.subscription import SubscriptionOverlaps
from wireroom.customers.services.base import NotValid, change_of_rights, get, save_valid
from wireroom.kernel.errors import WireroomError

__all__ = [
    "SubscriptionEnded",
    "SubscriptionOverlaps",
    "change_subscription",
    "end_subscription",
    "save_apart",
    "subscribe",
]

_CHANGEABLE = frozenset({"kind", "seats", "channels", "delay_minutes", "sample_only", "sold_by_id"})


class SubscriptionEnded(WireroomError):
    """The subscription has ended already."""

    code = "subscription_ended"
    http_status = 409


def subscribe(  # noqa: PLR0913 - the facts about a sale
    *,
    company_id: int,
    product_id: int,
    active_from: datetime | None = None,
    active_to: datetime | None = None,
    kind: str = "paid",
    seats: int | None = None,
    channels: Iterable[str] = (),
    delay_minutes: int = 0,
    sample_only: bool = False,
    sold_by_id: int | None = None,
    now: datetime,
    actor: str | None,
) -> Subscription:
    """Give a company a product from `active_from` (default: now) until before `active_to`.

    It can narrow the product: to some channels, to a longer delay, to the product's samples. No
    seats mean no limit.

    Raises:
        SubscriptionOverlaps: the company has the product at that time already (409).
        NotValid: unknown company, product, kind or channel; an end before the start; a demo without
            an end.
    """
    subscription = Subscription(
        company_id=company_id,
        product_id=product_id,
        active_from=active_from or now,
        active_to=active_to,
        kind=kind,
        seats=seats,
        channels=sorted(set(channels)),
        delay_minutes=delay_minutes,
        sample_only=sample_only,
        sold_by_id=sold_by_id,
    )
    with change_of_rights("create", now=now, actor=actor):
        return save_apart(subscription)


def change_subscription(
    *, subscription_id: int, now: datetime, actor: str | None, **changes: Any
) -> Subscription:
    """Change how a subscription narrows its product, its kind, its seats, or who sold it.

    It counts for the whole period at once. Company, product and start do not change, and the end
    does by `end_subscription`.

    Raises:
        NotFound: no such subscription.
        NotValid: a value that is not allowed, or a field that cannot change.
    """
    fixed = sorted(changes.keys() - _CHANGEABLE)
    if fixed:
        raise NotValid(f"This cannot change: {', '.join(fixed)}.")
    with change_of_rights("change", now=now, actor=actor):
        subscription = get(Subscription, subscription_id)
        for name, value in changes.items():
            setattr(subscription, name, sorted(set(value)) if name == "channels" else value)
        return save_valid(subscription)


def end_subscription(
    *, subscription_id: int, at: datetime | None = None, now: datetime, actor: str | None
) -> Subscription:
    """End a subscription at `at`, at the earliest now; one that has not begun then never begins.

    Raises:
        NotFound: no such subscription.
        SubscriptionEnded: it ended before now (409); what was readable then stays on record.
        SubscriptionOverlaps: `at` is later than the end so far, and another begins before it (409).
    """
    with change_of_rights("end", now=now, actor=actor):
        subscription = get(Subscription, subscription_id)
        if subscription.active_to is not None and subscription.active_to <= now:
            raise SubscriptionEnded(id=subscription_id)
        subscription.active_to = max(at or now, now, subscription.active_from)
        return save_apart(subscription)


def save_apart(subscription: Subscription) -> Subscription:
    """Check and save.

    Raises:
        SubscriptionOverlaps: the company has the product at that time already (409).
        NotValid: a field or a rule of the model says no.
    """
    if Subscription.objects.overlapping(subscription).exists():
        raise SubscriptionOverlaps(company=subscription.company_id, product=subscription.product_id)
    return save_valid(subscription)
