"""The people of the agency who work with customers: sales, and support."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from wireroom.customers.models import Company

SALES = "Sales"
SUPPORT = "Support"

_WORDS = dict(Company._meta.permissions)
_SUPPORT = ("read_customers", "see_as_customer", "cut_off_customers")


@transaction.atomic
def set_up_sales() -> int:
    """Make the group whose members manage customers in the back office; give its id; idempotent.

    They may not touch the agency's own people: Wagtail's user screens ask for other permissions.
    Makes the group of support too, whose members read all that sales read, see the terminal as a
    customer, end sessions and revoke tokens.
    """
    _group(SUPPORT, _SUPPORT)
    return _group(SALES, tuple(_WORDS))


def _group(name: str, codenames: tuple[str, ...]) -> int:
    group, _ = Group.objects.get_or_create(name=name)
    company = ContentType.objects.get_for_model(Company)
    back_office, _ = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    group.permissions.add(
        *(_permission(company, codename, _WORDS[codename]) for codename in codenames),
        _permission(back_office, "access_admin", "Can access Wagtail admin"),
    )
    return group.pk


def _permission(content_type: ContentType, codename: str, name: str) -> Permission:
    found, _ = Permission.objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return found
