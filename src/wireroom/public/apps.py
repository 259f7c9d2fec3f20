"""Django's handle on the room."""

from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The agency's site."""

    name = "wireroom.public"
    label = "public"
    default_auto_field = "django.db.models.BigAutoField"
