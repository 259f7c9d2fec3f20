"""E-mail address and password: the only backend that checks anything."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from wireroom.customers.access import identity


class ByPassword(ModelBackend):
    """Knows people by any spelling of their address.

    Every refusal costs the same: one look for the person, one for the providers, one password
    hashed, whether the account exists, is closed, has no password, or signs in elsewhere.
    """

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - Django's
        username: str | None = None,
        password: str | None = None,
        email: str | None = None,
        **_: Any,
    ) -> Any:
        """Give the person with this address (`email`, or `username`) and password, or None."""
        typed = email or username
        if not typed or password is None:
            return None
        person = identity.person_by_address(typed)
        elsewhere = identity.must_use_provider(person, typed)
        knows = _costly_check(person, password)
        welcome = person is not None and self.user_can_authenticate(person) and not elsewhere
        return person if knows and welcome else None


def _costly_check(person: Any, password: str) -> bool:
    if person is None:
        get_user_model()().set_password(password)  # the same work as a check that fails
        return False
    return bool(person.check_password(password))
