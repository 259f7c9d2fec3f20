"""A deliverer that only sends for feeds, impatient: for tests that kill it."""

# ruff: noqa: PLC0415 - Django is set up before its models are imported

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta


def main():
    """Send until killed."""
    import django

    django.setup()
    from wireroom.delivery.alerts.hands import Endings
    from wireroom.delivery.mail.couriers import house_courier
    from wireroom.delivery.models import Destination
    from wireroom.delivery.sending.by_mail import MailCarrier
    from wireroom.delivery.sending.by_sftp import SftpCarrier
    from wireroom.delivery.sending.by_webhook import WebhookCarrier
    from wireroom.delivery.sending.pace import Pace
    from wireroom.delivery.sending.run import Sending
    from wireroom.delivery.webhooks.posting import Poster
    from wireroom.kernel.clock import utc_now

    carriers = {
        Destination.WEBHOOK: WebhookCarrier(Poster(loopback=True, total_s=1.5)),
        Destination.SFTP: SftpCarrier(timeout_s=5),
        Destination.EMAIL: MailCarrier(house_courier()),
    }
    pace = Pace(pauses=[timedelta(seconds=1)])
    sending = Sending(carriers, Endings(), utc_now, pace=pace, lease=timedelta(seconds=4))
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    while True:
        if not sending.turn(utc_now()):
            sending.wait(0.1)


class Deliverer:
    """Such a process; `kill` ends it without a word."""

    def __init__(self, environment, log):
        self.log = log
        command = [sys.executable, "-m", "tests.support.deliverer_process"]
        with log.open("ab") as stderr:
            self.process = subprocess.Popen(
                command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=stderr
            )

    def wait_until_ready(self):
        assert self.process.stdout.readline() == b"ready\n", self.log.read_text()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


if __name__ == "__main__":
    main()
