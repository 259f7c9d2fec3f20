"""The people of the agency who manage customers."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from wireroom.customers.models import Company

SALES = "Sales"


@transaction.atomic
def set_up_sales() -> int:
    """Make the group whose members manage customers in the back office; give its id; idempotent.

    They may not touch the agency's own people: Wagtail's user screens ask for other permissions.
    """
    group, _ = Group.objects.get_or_create(name=SALES)
    company = ContentType.objects.get_for_model(Company)
    back_office, _ = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    wanted = [
        _permission(company, "manage_customers", "Can manage customers and what they may read"),
        _permission(back_office, "access_admin", "Can access Wagtail admin"),
    ]
    group.permissions.add(*wanted)
    return group.pk


def _permission(content_type: ContentType, codename: str, name: str) -> Permission:
    found, _ = Permission.objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return found
