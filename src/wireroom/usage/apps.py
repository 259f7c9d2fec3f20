"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class UsageConfig(AppConfig):
    """Counts of reading."""

    name = "wireroom.usage"
    label = "usage"
    verbose_name = "Usage"
    default_auto_field = "django.db.models.BigAutoField"
