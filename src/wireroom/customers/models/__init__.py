"""Tables of the room. Others ask `queries` and call `services`."""

from wireroom.customers.models.company import Company
from wireroom.customers.models.person import Customer, Person
from wireroom.customers.models.product import Product, ProductLevel, Terms
from wireroom.customers.models.rights_change import RightsChange
from wireroom.customers.models.subscription import Kind, Subscription
from wireroom.customers.models.token import AccessToken

__all__ = [
    "AccessToken",
    "Company",
    "Customer",
    "Kind",
    "Person",
    "Product",
    "ProductLevel",
    "RightsChange",
    "Subscription",
    "Terms",
]
