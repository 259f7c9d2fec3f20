"""Django's handle on the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WireConfig(AppConfig):
    """The wire. A fresh database is given its first epoch as soon as its tables stand."""

    name = "wireroom.wire"
    label = "wire"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hook the first epoch to the end of every migration; it does nothing when one exists."""
        from wireroom.wire.services import ensure_epoch  # noqa: PLC0415 - models are not loaded before

        post_migrate.connect(ensure_epoch, sender=self)
