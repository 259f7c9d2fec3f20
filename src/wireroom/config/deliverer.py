"""The deliverer: one loop that sends what is due, in a process of its own.

Apart from the worker because a thousand mails at once take the processor, too: what is released and
indexed must not wait for them, and a server that hangs must not keep an embargo.
"""

from __future__ import annotations

import signal

import structlog

from wireroom.config.jobs import Job, Pulse
from wireroom.delivery.alerts.sender import send_due, the_sender
from wireroom.kernel.clock import utc_now

log = structlog.get_logger(__name__)

NAME = "deliverer"
_POLL_S = 0.5
_FINISH_WITHIN_S = 5.0
"""`serve` kills after eight."""


class Deliverer:
    """The loop. `stop` ends it after what is being sent, or after some seconds."""

    def __init__(self) -> None:
        """Take the job."""
        self._job = Job("alerts", send_due)
        self._pulse = Pulse(NAME, [self._job])
        self._stopping = False

    def stop(self, *_: object) -> None:
        """Ask the loop to end; fit to be a signal handler."""
        self._stopping = True

    def run(self) -> None:
        """Send until told to stop."""
        while not self._stopping:
            if not self._job.attempt(utc_now()):
                the_sender().wait(_POLL_S)
            self._pulse.give()
        the_sender().finish(utc_now, _FINISH_WITHIN_S)
        self._pulse.end()


def main() -> None:
    """Run the deliverer until SIGTERM or SIGINT."""
    deliverer = Deliverer()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, deliverer.stop)
    log.info("deliverer:started")
    deliverer.run()
    log.info("deliverer:stopped")
