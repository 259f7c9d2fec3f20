"""Readers with alerts due, a mail server and receivers of webhooks."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from tests.factories.items import make_item, release
from tests.factories.matching import catch_up, make_reader, make_topic
from tests.support.mail_server import MailServer
from wireroom.delivery.alerts.sender import Sender
from wireroom.delivery.mail.couriers import Courier
from wireroom.delivery.webhooks.posting import Poster
from wireroom.kernel.clock import utc_now
from wireroom.matching.consumer import MatchingConsumer
from wireroom.matching.models import Alert, Webhook

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class House:
    """Releases, makes alerts and sends them, with this machine's own servers."""

    def __init__(self):
        self.matching = MatchingConsumer()
        self.new_sender()

    def new_sender(self):
        """Begin again, as after a crash: nothing is remembered."""
        self.sender = Sender(Poster(loopback=True, total_s=1.0), Courier("Wire <a@agency.example>"))
        return self.sender

    def reader(self, query="harbour", url="", **rule):
        person = make_reader()
        self.topic = make_topic(person, query, **rule)
        if url:
            self.webhook(person, url)
        return person

    def webhook(self, person, url):
        Webhook.objects.update_or_create(
            pk=person, defaults={"url": url, "secret": SECRET, "made_at": utc_now()}
        )

    def release(self, item=None, **over):
        """Release and let the alerts be made."""
        entry = release(item or make_item(**over))
        catch_up(self.matching)
        return entry

    def send(self, now=None, within_s=10.0):
        """Send until nothing is on its way and nothing begins any more."""
        deadline_s = time.monotonic() + within_s
        while self.sender.turn(now or utc_now()) or self.sender.is_busy:
            assert time.monotonic() < deadline_s, "it hangs"
            self.sender.wait(0.05)

    def alerts(self, channel):
        return Alert.objects.filter(channel=channel).order_by("pk")

    def states(self, channel):
        return list(self.alerts(channel).values_list("state", "error"))


@pytest.fixture
def house(transactional_db, settings, tmp_path):
    settings.WIREROOM_DATA_DIR = tmp_path
    settings.WIREROOM_SITE_URL = "https://wire.example"
    house = House()
    yield house
    for _ in range(100):  # nothing of this test may be on its way when the next begins
        house.sender.turn(utc_now() - timedelta(days=9999))
        if not house.sender.is_busy:
            break
        house.sender.wait(0.1)


@pytest.fixture
def mail(settings):
    """A mail server that Django's mail goes to."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 1
        yield server
