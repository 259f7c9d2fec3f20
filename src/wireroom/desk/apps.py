"""Django's handle on the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class DeskConfig(AppConfig):
    """The desk."""

    name = "wireroom.desk"
    label = "desk"
    verbose_name = "Desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep stories that went out."""
        from wireroom.desk.models import Story, refuse_to_delete  # noqa: PLC0415 - models load after apps

        pre_delete.connect(refuse_to_delete, sender=Story)
