"""Django's handle on the room."""

from django.apps import AppConfig


class TerminalConfig(AppConfig):
    """The customer's web terminal; has no tables."""

    name = "wireroom.terminal"
    label = "terminal"
