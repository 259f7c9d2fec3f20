"""Django's handle on the room."""

from __future__ import annotations

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Delivery: push today; feeds, the API and their ledger come here."""

    name = "wireroom.delivery"
    label = "delivery"
