"""Two routes to rights that pass no method of ours: memberships, and rows loaded from a file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_save

from wireroom.customers.models import (
    AccessToken,
    Company,
    Person,
    Product,
    RightsChange,
    Subscription,
)
from wireroom.customers.models.recorded import Recorded, record

_MEMBERSHIP_VERBS = {"post_add": "add", "post_remove": "remove", "pre_clear": "clear"}


def connect() -> None:
    """Listen; called once, when the application is ready."""
    for model in (Company, Person, Product, Subscription, AccessToken):
        post_save.connect(loaded, sender=model, dispatch_uid=f"customers.loaded.{model.__name__}")
    for through in (
        Person.groups.through,
        Person.user_permissions.through,
        Group.permissions.through,
    ):
        m2m_changed.connect(
            membership_changed, sender=through, dispatch_uid=f"customers.{through.__name__}"
        )


def loaded(instance: Recorded, using: str, raw: bool, **_: Any) -> None:  # noqa: FBT001 - Django's
    """Record a row that `loaddata` wrote past `save()`, inside its transaction."""
    if raw:
        record(None, instance, using)


def membership_changed(
    sender: Any, instance: Any, action: str, pk_set: set[int] | None, using: str, **_: Any
) -> None:
    """Record that somebody entered or left a group, or that permissions were given or taken."""
    if action not in _MEMBERSHIP_VERBS or (pk_set is not None and not pk_set):
        return
    subject = instance._meta.model_name
    kind = "group" if sender is Person.groups.through else "permission"
    RightsChange.record(
        using=using,
        what=f"{subject}:{kind}-{_MEMBERSHIP_VERBS[action]}",
        subject=f"{subject}:{instance.pk}",
        detail={"name": str(instance), "others": sorted(pk_set or ())},
    )
