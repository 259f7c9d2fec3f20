"""Subscriptions begin and end."""

from __future__ import annotations

from datetime import datetime

from wireroom.customers.models import Subscription
from wireroom.customers.models.subscription import SubscriptionOverlaps
from wireroom.customers.services.base import change_of_rights, get, save_valid
from wireroom.kernel.errors import WireroomError

__all__ = ["SubscriptionEnded", "SubscriptionOverlaps", "end_subscription", "subscribe"]


class SubscriptionEnded(WireroomError):
    """The subscription has ended already."""

    code = "subscription_ended"
    http_status = 409


def subscribe(
    *,
    company_id: int,
    product_id: int,
    active_from: datetime | None = None,
    active_to: datetime | None = None,
    kind: str = "paid",
    now: datetime,
    actor: str | None,
) -> Subscription:
    """Give a company a product from `active_from` (default: now) until before `active_to`.

    Raises:
        SubscriptionOverlaps: the company has the product at that time already (409).
        NotValid: unknown company, product or kind; an end before the start; a demo without an end.
    """
    subscription = Subscription(
        company_id=company_id,
        product_id=product_id,
        active_from=active_from or now,
        active_to=active_to,
        kind=kind,
    )
    with change_of_rights("create", now=now, actor=actor):
        if Subscription.objects.overlapping(subscription).exists():
            raise SubscriptionOverlaps(company=company_id, product=product_id)
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
        if Subscription.objects.overlapping(subscription).exists():
            raise SubscriptionOverlaps(id=subscription_id)
        return save_valid(subscription)
