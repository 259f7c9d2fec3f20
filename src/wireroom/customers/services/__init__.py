"""Changes of who may read what: each one transaction with its audit row, in the name of `actor`."""

from wireroom.customers.services.access import note_access, note_act
from wireroom.customers.services.base import NotFound, NotValid
from wireroom.customers.services.companies import create_company, set_company_active
from wireroom.customers.services.demo_opening import ProofNotGood, open_demo
from wireroom.customers.services.demo_requests import (
    AddressNotAccepted,
    Application,
    TooManyRequests,
    note_attempt,
    request_demo,
)
from wireroom.customers.services.demos import (
    DemoNotThere,
    convert_demo,
    expire_demos,
    extend_demo,
    refuse_demo,
    remind_demos,
)
from wireroom.customers.services.mail import NotAnAddress, post
from wireroom.customers.services.notices import send_notices
from wireroom.customers.services.people import (
    create_person,
    deactivate_person,
    move_person,
    reactivate_person,
)
from wireroom.customers.services.products import change_product, create_product
from wireroom.customers.services.sales import set_up_sales
from wireroom.customers.services.sessions import (
    SEEN_IS_NOTED_EVERY,
    end_expired_sessions,
    end_session,
    end_sessions_of,
    note_seen,
    renew_session,
)
from wireroom.customers.services.signing_in import note_failed_sign_in, note_sign_in, note_sign_out
from wireroom.customers.services.subscriptions import (
    SubscriptionEnded,
    SubscriptionOverlaps,
    change_subscription,
    end_subscription,
    subscribe,
)
from wireroom.customers.services.terms import accept_terms, publish_terms
from wireroom.customers.services.tokens import (
    TokenRevoked,
    issue_token,
    note_tokens_used,
    revoke_token,
)

__all__ = [
    "SEEN_IS_NOTED_EVERY",
    "AddressNotAccepted",
    "Application",
    "DemoNotThere",
    "NotAnAddress",
    "NotFound",
    "NotValid",
    "ProofNotGood",
    "SubscriptionEnded",
    "SubscriptionOverlaps",
    "TokenRevoked",
    "TooManyRequests",
    "accept_terms",
    "change_product",
    "change_subscription",
    "convert_demo",
    "create_company",
    "create_person",
    "create_product",
    "deactivate_person",
    "end_expired_sessions",
    "end_session",
    "end_sessions_of",
    "end_subscription",
    "expire_demos",
    "extend_demo",
    "issue_token",
    "move_person",
    "note_access",
    "note_act",
    "note_attempt",
    "note_failed_sign_in",
    "note_seen",
    "note_sign_in",
    "note_sign_out",
    "note_tokens_used",
    "open_demo",
    "post",
    "publish_terms",
    "reactivate_person",
    "refuse_demo",
    "remind_demos",
    "renew_session",
    "request_demo",
    "revoke_token",
    "send_notices",
    "set_company_active",
    "set_up_sales",
    "subscribe",
]
