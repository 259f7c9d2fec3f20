"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Customers: the room that holds the user model."""

    name = "wireroom.customers"
    label = "customers"
    verbose_name = "Customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what does not pass through the models' own methods."""
        from wireroom.customers import signals  # noqa: PLC0415 - needs the loaded models

        signals.connect()
