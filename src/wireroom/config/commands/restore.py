"""`wireroom restore`: a backup takes the place of the database."""

from __future__ import annotations

import argparse
from pathlib import Path

from wireroom.config import kin
from wireroom.config.commands.terms import DONE, Progress, say, setup_django

SUMMARY = "put a backup in the place of the database, as a new epoch"
DESCRIPTION = """\
Check FILE, which `wireroom backup` wrote, bring it up to date, begin a new epoch in it, and put it
in the place of the database. The present database is kept beside it, under another name. If
anything is wrong with FILE, nothing changes.

Stop the agency first; while `wireroom serve` runs on the data directory, this refuses. In the
new epoch every stream is told to start afresh and every view is rebuilt: readers may have seen
releases that FILE does not know.

With PostgreSQL use pg_restore, then `wireroom new-epoch`."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="FILE", type=Path, help="what `wireroom backup` wrote")


def run(args: argparse.Namespace) -> int:
    """Restore, and print what the wire is now."""
    setup_django()
    from django.conf import settings  # noqa: PLC0415

    from wireroom.config import backups  # noqa: PLC0415
    from wireroom.kernel.clock import utc_now  # noqa: PLC0415
    from wireroom.wire import closing  # noqa: PLC0415

    lock = Path(settings.WIREROOM_DATA_DIR) / "run" / "serve.lock"
    progress = Progress("entries checked")
    with kin.only_one(lock, "wireroom serve"):
        done = backups.restore(args.file.resolve(), now=utc_now(), progress=progress.step)
    progress.finish()
    print(f"{done.report.entries} entries hold; head {done.report.head_hash.hex()}")
    print(f"epoch {done.epoch}")
    if done.kept:
        say(f"The old database is kept as {done.kept}.")
    say("Rights are those of the backup: look at what was ended or revoked since.")
    if closing.is_closed():
        say("The wire is closed after a disk failure. `wireroom verify --reopen` opens it.")
    return DONE
