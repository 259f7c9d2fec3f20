"""The archive as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Names the app."""

    name = "wireroom.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"
