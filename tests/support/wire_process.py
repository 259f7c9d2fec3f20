"""Programs around the wire: `python -m tests.support.wire_process NAME …`.

Each acknowledges what it did by a line on standard output, written after the commit.
"""

from __future__ import annotations

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.wire_settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after the set-up

from tests.factories.items import make_item, release  # noqa: E402
from wireroom.wire import queries, wakeup  # noqa: E402
from wireroom.wire.verifying import verify as verify_log  # noqa: E402


def migrate() -> None:
    """Make the tables."""
    call_command("migrate", verbosity=0)


def write(count: str, name: str) -> None:
    """Release `count` items called `name-0`, `name-1`… and acknowledge each with its seq."""
    for number in range(int(count)):
        entry = release(make_item(headline=f"{name}-{number}"))
        print(entry.seq, entry.item.headline, flush=True)  # noqa: T201 - the acknowledgement


def read(upto: str) -> None:
    """Follow the log with a cursor until `upto`, printing each seq in the order it was met."""
    place, deadline = 0, time.monotonic() + 60
    with wakeup.Listener() as listener:
        while place < int(upto) and time.monotonic() < deadline:
            for entry in queries.read_after(place, limit=7):
                print(entry.seq, entry.item.headline, flush=True)  # noqa: T201 - the record
                place = entry.seq
            listener.wait(0.2)


def verify() -> None:
    """Print the faults of the log, if any, and fail then."""
    report = verify_log()
    print(report.entries, *report.faults, sep="\n")  # noqa: T201 - the finding
    sys.exit(bool(report.faults))


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    {"migrate": migrate, "write": write, "read": read, "verify": verify}[name](*arguments)
