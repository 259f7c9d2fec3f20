"""A mail server on this machine."""

from __future__ import annotations

import pytest

from tests.support.mail_server import MailServer


@pytest.fixture
def mail_server(settings):
    """Start a server and point Django's mail at it."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 2
        yield server
