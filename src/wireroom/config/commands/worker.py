"""`wireroom worker`: embargoes and views."""

from __future__ import annotations

import argparse

from wireroom.config.commands.terms import DONE, setup_django

SUMMARY = "release embargoed stories on time and keep the views of the wire up to date"
DESCRIPTION = """\
Do the agency's own work: release embargoed and scheduled stories at their second, and let every
view of the wire (the archive and others) take in what was released.

`wireroom serve` starts this for you. Several may run on PostgreSQL; they take turns. It stops
on SIGTERM after the transaction it is in."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""


def run(_args: argparse.Namespace) -> int:
    """Work until told to stop."""
    setup_django()
    from wireroom.config import worker  # noqa: PLC0415

    worker.main()
    return DONE
