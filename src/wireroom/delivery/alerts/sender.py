"""Sends what is due, by every channel, and waits for nobody."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings

from wireroom.delivery.alerts.hands import Endings, Hands
from wireroom.delivery.alerts.mail_run import DIGEST, EMAIL, MailRun
from wireroom.delivery.alerts.retrying import Breaker
from wireroom.delivery.alerts.webhook_run import WebhookRun
from wireroom.delivery.mail.couriers import Courier, house_courier
from wireroom.delivery.webhooks.posting import Poster

_TICK_S = 0.1


class Sender:
    """All that sends alerts in this process. One thread calls it; others do what may hang.

    Mail at once, digests, webhooks that answer and webhooks that do not: each has hands of its own,
    so that none waits for another.
    """

    def __init__(self, poster: Poster, courier: Courier) -> None:
        """Post through `poster`, mail through `courier`."""
        self.endings = Endings()
        """What has ended and was not told yet; others of this loop may share it."""
        server = Breaker(timedelta(seconds=30), timedelta(minutes=15))
        mail = Hands("mail", 3, self.endings, courier.rest)
        digests = Hands("digest", 1, self.endings, courier.rest)
        fast = Hands("webhook", 12, self.endings)
        slow = Hands("slow-webhook", 4, self.endings)
        self._hands = (mail, digests, fast, slow)
        self._runs = (
            MailRun(EMAIL, mail, courier, server),
            WebhookRun(fast, slow, poster),
            MailRun(DIGEST, digests, courier, server),
        )

    def turn(self, now: datetime) -> bool:
        """Record what has ended and begin what can; whether there may be more to begin at once."""
        told = self.endings.tell(now)
        began = [run.turn(now) for run in self._runs]
        return told or any(began)

    def wait(self, timeout_s: float) -> None:
        """Wait until something has ended, or so long."""
        self.endings.wait(timeout_s)

    @property
    def is_busy(self) -> bool:
        """Whether something is being sent."""
        return any(hands.busy for hands in self._hands)

    def finish(self, clock: Callable[[], datetime], within_s: float) -> None:
        """Begin no more, and record what ends within some seconds; the rest is due again later."""
        for run in self._runs:
            run.stop(clock())
        deadline_s = time.monotonic() + within_s
        while self.is_busy and time.monotonic() < deadline_s:
            self.endings.wait(_TICK_S)
            self.endings.tell(clock())


def from_settings() -> Sender:
    """Make a sender as the settings say."""
    return Sender(
        Poster(loopback=settings.WIREROOM_WEBHOOKS_TO_LOOPBACK),
        house_courier(),
    )


@cache
def the_sender() -> Sender:
    """Give the sender of this process."""
    return from_settings()


def send_due(now: datetime) -> bool:
    """Send what is due; a job of the deliverer's loop. Whether there may be more at once."""
    return the_sender().turn(now)
