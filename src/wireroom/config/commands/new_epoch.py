"""`wireroom new-epoch`: a restored log begins a new life."""

from __future__ import annotations

import argparse

from wireroom.config.commands.terms import DONE, setup_django

SUMMARY = "begin a new life of the wire, after a restore from backup"
DESCRIPTION = """\
Name a new epoch of the wire. Run it once after restoring a backup and before `wireroom serve`.

A restored log may lack entries that readers already have. In a new epoch every stream is told
to start afresh and every view is rebuilt, so that nobody keeps a story that the log does not
know."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--reason", required=True, help="why, for the record: 'restored backup of 3 May'"
    )


def run(args: argparse.Namespace) -> int:
    """Begin the epoch and print its name."""
    setup_django()
    from wireroom.kernel.clock import utc_now  # noqa: PLC0415
    from wireroom.wire import services  # noqa: PLC0415

    print(services.begin_epoch(now=utc_now(), reason=args.reason))
    return DONE
