"""What somebody of the agency may do with customers, by the names of Django's permissions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse

MANAGE = "customers.manage_customers"
"""Change customers, products, subscriptions, demos: sales."""
READ = "customers.read_customers"
"""Look at all of it: sales and support."""
SEE_AS = "customers.see_as_customer"
CUT_OFF = "customers.cut_off_customers"
"""End sessions and revoke tokens."""

View = Callable[..., HttpResponse]


def may(user: Any, *permissions: str) -> bool:
    """Whether `user` has any of `permissions`; who manages may do all that support may."""
    return any(user.has_perm(permission) for permission in (*permissions, MANAGE))


def people_with(permission: str) -> models.QuerySet[Any]:
    """Give those of the agency who may sign in and have `permission`, by group, person or rank."""
    return ModelBackend().with_perm(permission).filter(is_staff=True)


def only_with(*permissions: str) -> Callable[[View], View]:
    """Refuse whoever has none of `permissions`."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user, *permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def by(request: HttpRequest) -> str:
    """Give the address of whoever acts, for the audit."""
    return str(request.user.email)  # type: ignore[union-attr]  # only staff come here
