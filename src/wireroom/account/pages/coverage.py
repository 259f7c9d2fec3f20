"""By which ways the subscriptions of a company let its machines read."""

from __future__ import annotations

from datetime import datetime

from wireroom.account.pages.forms import SCOPES
from wireroom.customers import directory
from wireroom.customers.directory import Offered
from wireroom.customers.policy import Channel


def covered_scopes(company_id: int, now: datetime) -> frozenset[Channel]:
    """Give those of `SCOPES` that a subscription in force covers.

    What everybody may read counts for nothing here, nor does a delayed product for the live stream.
    """
    held = directory.subscriptions_of(company_id, now)
    offers = [each.offered for each in held if each.state == "running" and each.is_on_offer]
    return frozenset(scope for scope in SCOPES if any(_covers(each, scope) for each in offers))


def _covers(offered: Offered, scope: Channel) -> bool:
    if offered.channels and scope not in offered.channels:
        return False
    return not (scope == Channel.STREAM and offered.delay_minutes)
