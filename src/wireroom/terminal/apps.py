"""Django's handle on the room."""

from django.apps import AppConfig


class TerminalConfig(AppConfig):
    """The customer's web terminal, and what it keeps for a person."""

    name = "wireroom.terminal"
    label = "terminal"
    default_auto_field = "django.db.models.BigAutoField"
