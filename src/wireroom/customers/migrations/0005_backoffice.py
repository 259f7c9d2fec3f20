"""Rights of support beside those of sales, notes for colleagues, and two indexes of the audit."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_email_keys")]

    operations = [
        migrations.AlterModelOptions(
            name="company",
            options={
                "base_manager_name": "objects",
                "ordering": ("name",),
                "permissions": (
                    ("manage_customers", "Can manage customers and what they may read"),
                    ("read_customers", "Can look at customers and what they may read"),
                    ("see_as_customer", "Can look at the terminal as a customer sees it"),
                    ("cut_off_customers", "Can end customers' sessions and revoke their tokens"),
                ),
                "verbose_name_plural": "companies",
            },
        ),
        migrations.AddField(
            model_name="company",
            name="notes",
            field=models.TextField(
                blank=True, help_text="What colleagues should know. The customer never sees it."
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="note",
            field=models.CharField(
                blank=True,
                help_text="Such as the price agreed. Only the agency sees it.",
                max_length=300,
            ),
        ),
        migrations.AddIndex(
            model_name="rightschange",
            index=models.Index(fields=["what", "id"], name="rights_change_what"),
        ),
        migrations.AddIndex(
            model_name="rightschange",
            index=models.Index(fields=["actor", "id"], name="rights_change_actor"),
        ),
    ]
