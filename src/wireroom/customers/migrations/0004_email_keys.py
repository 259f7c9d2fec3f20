"""Every person gets the key of their address; from then on it is unique."""

from __future__ import annotations

from typing import Any

from django.db import migrations

import wireroom.customers.fields
from wireroom.customers.addresses import person_key


def fill(apps: Any, schema_editor: Any) -> None:
    """Give keys in the order in which people joined; who comes second keeps the address as key."""
    Person = apps.get_model("customers", "Person")
    people = Person._base_manager.using(schema_editor.connection.alias)
    taken: set[str] = set()
    for person in people.order_by("pk").only("pk", "email").iterator():
        key = person_key(person.email)
        if key in taken:
            key = person.email
        taken.add(key)
        people.filter(pk=person.pk).update(email_key=key)


class Migration(migrations.Migration):
    """Fills the column, then forbids doubles."""

    dependencies = (("customers", "0003_customers"),)

    operations = (
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="person",
            name="email_key",
            field=wireroom.customers.fields.PersonKeyField(
                max_length=254, unique=True, editable=False
            ),
        ),
    )
