"""A desk that sends, and a company that holds the wire by every channel."""

from __future__ import annotations

import pytest

from tests.factories.customers import CompanyFactory, ProductFactory, SubscriptionFactory
from tests.support.mail_server import MailServer
from tests.support.sending import Desk


@pytest.fixture
def company(db):
    found = CompanyFactory()
    SubscriptionFactory(company=found, product=ProductFactory(code="wire"))
    return found


@pytest.fixture
def desk(company, settings, monkeypatch):
    settings.WIREROOM_SITE_URL = "https://wire.example"
    settings.WIREROOM_WEBHOOKS_TO_LOOPBACK = True
    found = Desk(company)
    monkeypatch.setattr("wireroom.delivery.numbering.utc_now", lambda: found.now)
    yield found
    for _ in range(200):  # nothing of this test may be on its way when the next begins
        if not found.sending.is_busy:
            break
        found.sending.wait(0.1)
        found.sending._endings.tell(found.now)


@pytest.fixture
def mail(settings):
    """A mail server that Django's mail goes to."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 2
        yield server
