"""Django's handle on the room."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Brings the shared templates and static files; has no models."""

    name = "wireroom.design"
    label = "design"
