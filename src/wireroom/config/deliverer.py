"""The deliverer: one loop that sends what is due, in a process of its own.

Apart from the worker because a thousand mails at once take the processor, too: what is released and
indexed must not wait for them, and a server that hangs must not keep an embargo.
"""

from __future__ import annotations

import signal
from datetime import timedelta

import structlog

from wireroom.config.jobs import Job, Pulse, every
from wireroom.customers.tasks import tend_customers, tend_sessions
from wireroom.delivery import letters
from wireroom.delivery.alerts.sender import send_due, the_sender
from wireroom.delivery.recalls.tending import tend_all, tend_fresh
from wireroom.delivery.sending.sender import send_feeds, the_sending
from wireroom.delivery.services.receipts import prune as prune_receipts
from wireroom.delivery.tending import prune_attempts, tell_idle
from wireroom.kernel.clock import utc_now
from wireroom.public.demo.digits import forget_expired
from wireroom.usage.services import prune

log = structlog.get_logger(__name__)

NAME = "deliverer"
_POLL_S = 0.5
_FINISH_WITHIN_S = 5.0
"""`serve` kills after eight."""
_TEND_EVERY = timedelta(minutes=1)
_RECALLS_EVERY = timedelta(seconds=2)
_PRUNE_EVERY = timedelta(hours=1)


class Deliverer:
    """The loop. `stop` ends it after what is being sent, or after some seconds."""

    def __init__(self) -> None:
        """Take the jobs: letters first, because people wait for them."""
        self._jobs = (
            Job("letters", letters.send_letters),
            Job("alerts", send_due),
            Job("recalls", every(_RECALLS_EVERY, tend_fresh)),
            Job("boards", every(_TEND_EVERY, tend_all)),
            Job("receipts", every(_PRUNE_EVERY, prune_receipts)),
            Job("idle feeds", every(_TEND_EVERY, tell_idle)),
            Job("attempts", every(_PRUNE_EVERY, prune_attempts)),
            Job("feeds", send_feeds),
            Job("customers", every(_TEND_EVERY, tend_customers)),
            Job("sessions", every(_PRUNE_EVERY, tend_sessions)),
            Job("digits", every(_TEND_EVERY, forget_expired)),
            Job("usage", every(_PRUNE_EVERY, prune)),
        )
        self._pulse = Pulse(NAME, self._jobs)
        self._stopping = False

    def stop(self, *_: object) -> None:
        """Ask the loop to end; fit to be a signal handler."""
        self._stopping = True

    def run(self) -> None:
        """Send until told to stop."""
        while not self._stopping:
            more = [job.attempt(utc_now()) for job in self._jobs]
            if not any(more):
                the_sender().wait(_POLL_S)
            self._pulse.give()
        letters.the_run().finish(utc_now, _FINISH_WITHIN_S / 2)
        the_sender().finish(utc_now, _FINISH_WITHIN_S / 2)
        the_sending().finish(utc_now, _FINISH_WITHIN_S / 2)
        self._pulse.end()


def main() -> None:
    """Run the deliverer until SIGTERM or SIGINT."""
    deliverer = Deliverer()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, deliverer.stop)
    log.info("deliverer:started")
    deliverer.run()
    log.info("deliverer:stopped")
