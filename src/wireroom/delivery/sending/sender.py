"""What sends for feeds in this process, as the settings say; jobs of the deliverer's loop."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.conf import settings

from wireroom.delivery.alerts.sender import the_sender
from wireroom.delivery.mail.couriers import house_courier
from wireroom.delivery.models import Destination
from wireroom.delivery.sending.by_mail import MailCarrier
from wireroom.delivery.sending.by_sftp import SftpCarrier
from wireroom.delivery.sending.by_webhook import TIMEOUT_S, WebhookCarrier
from wireroom.delivery.sending.parcels import Carrier
from wireroom.delivery.sending.run import Sending
from wireroom.delivery.webhooks.posting import Poster
from wireroom.kernel.clock import utc_now


def carriers() -> dict[str, Carrier]:
    """Make a carrier for each destination."""
    poster = Poster(total_s=TIMEOUT_S, loopback=settings.WIREROOM_WEBHOOKS_TO_LOOPBACK)
    return {
        Destination.WEBHOOK: WebhookCarrier(poster),
        Destination.SFTP: SftpCarrier(),
        Destination.EMAIL: MailCarrier(house_courier()),
    }


@cache
def the_sending() -> Sending:
    """Give the one of this process; it wakes the same loop as alerts do."""
    return Sending(carriers(), the_sender().endings, utc_now)


def send_feeds(now: datetime) -> bool:
    """Send what feeds owe; whether there may be more at once."""
    return the_sending().turn(now)
