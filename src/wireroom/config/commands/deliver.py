"""`wireroom deliver`: mail and webhooks."""

from __future__ import annotations

import argparse

from wireroom.config.commands.terms import DONE, setup_django

SUMMARY = "send letters, and alerts by mail, digest and webhook"
DESCRIPTION = """\
Send letters, and the alerts that the worker has made: mail at once, digests at their hours,
webhooks. What cannot be sent now is tried again for a day. Tell customers of ends that come near,
and clear away what is over.

`wireroom serve` starts this for you. Several may run on PostgreSQL; they share the work. On
SIGTERM it finishes what it is sending, within five seconds."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""


def run(_args: argparse.Namespace) -> int:
    """Send until told to stop."""
    setup_django()
    from wireroom.config import deliverer  # noqa: PLC0415

    deliverer.main()
    return DONE
