"""`wireroom verify`: does the log hold?"""

from __future__ import annotations

import argparse

from wireroom.config.commands.terms import DONE, FAILED, Progress, say, setup_django

SUMMARY = "check the whole wire: order, hash chain, versions"
DESCRIPTION = """\
Walk the wire from its first entry to its last and check that nothing is missing, changed or out
of order.

Run it after a crash, after a restore, and regularly. It changes nothing and may run while the
agency works. Exit code 0: everything holds; 1: the faults are listed on stdout."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--reopen",
        action="store_true",
        help="when everything holds, accept releases again after a disk failure closed the wire",
    )


def run(args: argparse.Namespace) -> int:
    """Verify and report."""
    setup_django()
    from wireroom.wire import closing, queries, verifying  # noqa: PLC0415

    progress = Progress("entries checked", queries.head())
    report = verifying.verify(progress.step)
    progress.finish()
    for fault in report.faults:
        print(fault)
    if report.faults:
        say(
            "The wire does not hold. Keep a copy of the data directory before you do anything else."
        )
        return FAILED
    print(f"{report.entries} entries hold; head {report.head_hash.hex()}")
    if args.reopen and closing.is_closed():
        closing.reopen()
        say("The wire accepts releases again.")
    elif closing.is_closed():
        say("The wire is closed after a disk failure. `wireroom verify --reopen` opens it.")
    return DONE
