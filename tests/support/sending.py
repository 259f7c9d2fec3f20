"""A house that numbers and sends, with hands and servers of its own."""

from __future__ import annotations

import base64
import time

import pytest

from tests.factories.delivery import make_feed
from tests.support.feeds import House
from wireroom.delivery import secrets
from wireroom.delivery.alerts.hands import Endings
from wireroom.delivery.mail.couriers import Courier
from wireroom.delivery.models import Attempt, Destination
from wireroom.delivery.sending import recording
from wireroom.delivery.sending.by_mail import MailCarrier
from wireroom.delivery.sending.by_sftp import SftpCarrier
from wireroom.delivery.sending.by_webhook import WebhookCarrier
from wireroom.delivery.sending.pace import Pace
from wireroom.delivery.sending.run import Sending
from wireroom.delivery.webhooks.posting import Poster
from wireroom.kernel.clock import utc_now

SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes ...").decode()
SENDER = "Wire <wire@agency.example>"


class Desk(House):
    """Publishes and sends."""

    def __init__(self, company, *, total_s=1.0, signer=None, **options):
        super().__init__()
        self.company, self.total_s, self.signer, self.options = company, total_s, signer, options
        self.new_sending()

    def new_sending(self):
        """Begin again, as after a crash: nothing is remembered."""
        carriers = {
            Destination.WEBHOOK: WebhookCarrier(Poster(loopback=True, total_s=self.total_s)),
            Destination.SFTP: SftpCarrier(timeout_s=self.total_s * 5),
            Destination.EMAIL: MailCarrier(Courier(SENDER, self.signer)),
        }
        pace = Pace(share=lambda: 0.5)
        options = {"pace": pace} | self.options
        self.sending = Sending(carriers, Endings(), utc_now, **options)
        return self.sending

    def feed(self, destination, target, *, secret="", **facts):
        kept = secrets.keep(secret, self.now) if secret else ""
        usual = {"made_at": self.now, "state_at": self.now}
        return make_feed(
            self.company, destination=destination, target=target, secret=kept, **usual | facts
        )

    def webhook(self, url, *, secret=SECRET, **facts):
        return self.feed("webhook", {"url": url}, secret=secret, **facts)

    def send(self, within_s=15.0):
        """Send until nothing is on its way and nothing begins any more."""
        deadline_s = time.monotonic() + within_s
        while self.sending.turn(self.now) or self.sending.is_busy:
            assert time.monotonic() < deadline_s, "it hangs"
            self.sending.wait(0.05)

    def after(self, **span):
        """Let time go by, and send."""
        self.wait(**span)
        self.send()


def tries(feed):
    """Give a feed's attempts in their order: number and outcome."""
    rows = Attempt.objects.filter(delivery__feed=feed).order_by("pk")
    return list(rows.values_list("delivery__number", "outcome"))


def crash(desk, monkeypatch):
    """Send, and die before what came of it is written down."""

    def die(*_):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(recording, "record", die)
        with pytest.raises(SystemExit):
            desk.send()
