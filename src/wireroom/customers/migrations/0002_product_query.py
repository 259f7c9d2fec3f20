"""Products may have a query."""

from __future__ import annotations

from django.db import migrations, models

import wireroom.customers.fields


def _query() -> models.TextField:  # type: ignore[type-arg]  # not generic at run time
    return models.TextField(
        blank=True,
        default="",
        help_text="Only stories that meet this query as well; empty: all.",
        validators=[wireroom.customers.fields.validate_query],
    )


class Migration(migrations.Migration):
    """Adds the column to products and to their terms; none of them has one yet."""

    dependencies = (("customers", "0001_initial"),)

    operations = (
        migrations.AddField(model_name="product", name="query", field=_query()),
        migrations.AddField(model_name="terms", name="query", field=_query()),
    )
