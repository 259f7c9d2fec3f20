"""Tables of the room. Others ask `queries` and call `services`."""

from wireroom.customers.models.access_event import AccessEvent
from wireroom.customers.models.company import Company
from wireroom.customers.models.demo_request import DemoRequest, Stage
from wireroom.customers.models.identity_provider import IdentityProvider, Protocol
from wireroom.customers.models.invitation import Invitation
from wireroom.customers.models.notice import Notice, NoticeKind
from wireroom.customers.models.outgoing_mail import OutgoingMail
from wireroom.customers.models.person import CompanyRole, Customer, Person
from wireroom.customers.models.product import Product, ProductLevel, Terms
from wireroom.customers.models.rights_change import RightsChange
from wireroom.customers.models.sign_in import Ended, SignIn
from wireroom.customers.models.subscription import Kind, Subscription
from wireroom.customers.models.terms_of_use import Acceptance, TermsOfUse
from wireroom.customers.models.token import AccessToken

__all__ = [
    "Acceptance",
    "AccessEvent",
    "AccessToken",
    "Company",
    "CompanyRole",
    "Customer",
    "DemoRequest",
    "Ended",
    "IdentityProvider",
    "Invitation",
    "Kind",
    "Notice",
    "NoticeKind",
    "OutgoingMail",
    "Person",
    "Product",
    "ProductLevel",
    "Protocol",
    "RightsChange",
    "SignIn",
    "Stage",
    "Subscription",
    "Terms",
    "TermsOfUse",
]
