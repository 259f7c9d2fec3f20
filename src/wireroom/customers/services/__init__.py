"""Changes of who may read what: each one transaction with its audit row, in the name of `actor`."""

from wireroom.customers.services.base import NotFound, NotValid
from wireroom.customers.services.companies import create_company, set_company_active
from wireroom.customers.services.people import (
    create_person,
    deactivate_person,
    move_person,
    reactivate_person,
)
from wireroom.customers.services.products import change_product, create_product
from wireroom.customers.services.sales import set_up_sales
from wireroom.customers.services.subscriptions import (
    SubscriptionEnded,
    SubscriptionOverlaps,
    end_subscription,
    subscribe,
)
from wireroom.customers.services.tokens import (
    TokenRevoked,
    issue_token,
    note_tokens_used,
    revoke_token,
)

__all__ = [
    "NotFound",
    "NotValid",
    "SubscriptionEnded",
    "SubscriptionOverlaps",
    "TokenRevoked",
    "change_product",
    "create_company",
    "create_person",
    "create_product",
    "deactivate_person",
    "end_subscription",
    "issue_token",
    "move_person",
    "note_tokens_used",
    "reactivate_person",
    "revoke_token",
    "set_company_active",
    "set_up_sales",
    "subscribe",
]
