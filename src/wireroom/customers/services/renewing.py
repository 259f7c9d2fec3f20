"""Subscriptions go on: in the same period, or in one that adjoins it."""

from __future__ import annotations

from datetime import datetime

from wireroom.customers.models import Subscription
from wireroom.customers.services.base import NotValid, change_of_rights, get
from wireroom.customers.services.subscriptions import SubscriptionEnded, save_apart

_CARRIED_OVER = (
    "company_id", "product_id", "kind", "seats", "channels", "delay_minutes", "sample_only",
    "sold_by_id", "note",
)  # fmt: skip


def renew_subscription(
    *, subscription_id: int, until: datetime | None, now: datetime, actor: str | None
) -> Subscription:
    """Give the company the same on the same terms from the end on until before `until`.

    None: until further notice. One that has ended already begins again now: what was not paid for
    is not given afterwards.

    Raises:
        NotFound: no such subscription.
        NotValid: it has no end to adjoin, or `until` is not later.
        SubscriptionOverlaps: the next period is there already (409).
    """
    with change_of_rights("renew", now=now, actor=actor):
        old = get(Subscription, subscription_id)
        if old.active_to is None:
            raise NotValid("It runs until further notice: there is nothing to renew.")
        begins = max(old.active_to, now)
        _later(until, begins)
        facts = {name: getattr(old, name) for name in _CARRIED_OVER}
        return save_apart(Subscription(**facts, active_from=begins, active_to=until))


def extend_subscription(
    *, subscription_id: int, until: datetime | None, now: datetime, actor: str | None
) -> Subscription:
    """Move the end to `until`; None: until further notice.

    Raises:
        NotFound: no such subscription.
        SubscriptionEnded: it ended before now (409): renew it instead.
        NotValid: it has no end, or `until` is not later than the present one.
        SubscriptionOverlaps: another begins before `until` (409).
    """
    with change_of_rights("extend", now=now, actor=actor):
        subscription = get(Subscription, subscription_id)
        if subscription.active_to is None:
            raise NotValid("It runs until further notice: there is nothing to extend.")
        if subscription.active_to <= now:
            raise SubscriptionEnded(id=subscription_id)
        _later(until, subscription.active_to)
        subscription.active_to = until
        return save_apart(subscription)


def _later(until: datetime | None, than: datetime) -> None:
    if until is not None and until <= than:
        told = f"The new end must be later than {than:%d %B %Y, %H:%M} UTC."
        raise NotValid(told, until="Choose a later end.")
