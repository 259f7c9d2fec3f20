"""Answers to writes of the customer API."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_feeds")]

    operations = [
        migrations.CreateModel(
            name="ApiAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=128)),
                ("request", models.BinaryField(max_length=32)),
                ("began_at", models.DateTimeField(db_index=True)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("body", models.TextField(blank=True)),
                ("location", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("token_id", "key"), name="delivery_api_key_once"
                    )
                ],
            },
        ),
    ]
