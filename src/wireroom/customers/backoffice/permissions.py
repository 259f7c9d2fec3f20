"""Wagtail's question “may this person …?”, answered for every table of customers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from wireroom.customers.backoffice.rights_of_staff import MANAGE, READ, may, people_with
from wireroom.customers.models import (
    AccessEvent,
    AccessToken,
    Company,
    Customer,
    DemoRequest,
    IdentityProvider,
    Invitation,
    OutgoingMail,
    Product,
    RightsChange,
    SignIn,
    Subscription,
    TermsOfUse,
)

_ACTIONS: dict[type[Model], tuple[str, ...]] = {
    **dict.fromkeys(
        (Company, Customer, Product, Subscription, IdentityProvider), ("add", "change")
    ),
    **dict.fromkeys((AccessToken, TermsOfUse), ("add",)),
    **dict.fromkeys((AccessEvent, DemoRequest, Invitation, OutgoingMail, RightsChange, SignIn), ()),
}


class CustomersPolicy(BasePermissionPolicy):
    """Sales change, sales and support read; what nobody may do is not in `actions`."""

    def __init__(self, model: type[Model], *actions: str) -> None:
        """Allow `actions` on `model` to whoever manages customers, `view` to who reads them."""
        super().__init__(model)
        self.actions = frozenset({"view", *actions})

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether `user` may do `action` to records of this kind."""
        return action in self.actions and may(user, *((READ,) if action == "view" else ()))

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        """Give everybody who may."""
        wanted = self.actions & set(actions)
        managing = people_with(MANAGE)
        found = managing if wanted else managing.none()
        return found | people_with(READ) if "view" in wanted else found


def register() -> None:
    """Tell Wagtail; once, when its hooks are loaded."""
    for model, actions in _ACTIONS.items():
        register_permission_policy(model, CustomersPolicy(model, *actions))
