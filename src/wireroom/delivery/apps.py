"""Django's handle on the room."""

from __future__ import annotations

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Delivery: push, feeds, the customer API, and the ledger of what everybody got."""

    name = "wireroom.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"
