"""What passes no method of ours: memberships, rows loaded from a file, ends of sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_save, pre_save

from wireroom.customers import services
from wireroom.customers.access import view_as
from wireroom.customers.access.sessions import own_session_key
from wireroom.customers.acting import current
from wireroom.customers.models import (
    AccessToken,
    Company,
    Customer,
    Ended,
    Person,
    Product,
    RightsChange,
    Subscription,
)
from wireroom.customers.models.recorded import Recorded, record
from wireroom.kernel.clock import utc_now

_MEMBERSHIP_VERBS = {"post_add": "add", "post_remove": "remove", "pre_clear": "clear"}

_DIFFERS = "_password_differs"


def connect() -> None:
    """Listen; called once, when the application is ready."""
    view_as.connect()
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
    post_save.connect(rights_changed, sender=RightsChange, dispatch_uid="customers.rights_changed")
    for kind in (Person, Customer):
        name = f"customers.password.{kind.__name__}"
        pre_save.connect(compare_password, sender=kind, dispatch_uid=name)
        post_save.connect(password_saved, sender=kind, dispatch_uid=name)


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


def rights_changed(instance: RightsChange, **_: Any) -> None:
    """End the sessions of somebody who may not sign in any more, or now belongs elsewhere."""
    kind, _colon, pk = instance.subject.partition(":")
    before, after = (instance.detail.get(name) or {} for name in ("before", "after"))
    if kind != "person" or not before:
        return
    if after.get("is_active") is False:
        why = Ended.DEACTIVATED
    elif "company" in after:
        why = Ended.REVOKED
    else:
        return
    services.end_sessions_of(person_id=int(pk), why=why, now=_now(), actor=instance.actor)


def compare_password(instance: Person, using: str, update_fields: Any, **_: Any) -> None:
    """Note whether the password that is about to be saved is another one."""
    differs = False
    if update_fields is None or "password" in update_fields:
        rows = Person.objects.using(using).filter(pk=instance.pk)
        stored = rows.values_list("password", flat=True).first()
        differs = stored not in (None, instance.password)
    setattr(instance, _DIFFERS, differs)


def password_saved(instance: Person, **_: Any) -> None:
    """End the sessions of somebody with a new password, but the one in which it was changed."""
    if getattr(instance, _DIFFERS, False):
        services.end_sessions_of(
            person_id=instance.pk,
            except_key=own_session_key(),
            why=Ended.PASSWORD_CHANGED,
            now=_now(),
            actor=current().find_actor(),
        )


def _now() -> datetime:
    return current().now or utc_now()
