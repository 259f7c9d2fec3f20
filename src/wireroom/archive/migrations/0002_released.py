"""Where in the log a depth ends, and what is too fresh for a delay."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index on the time of release."""

    dependencies: ClassVar = [("archive", "0001_initial")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="releasedversion",
            index=models.Index(fields=["released_at"], name="archive_released"),
        ),
    ]
