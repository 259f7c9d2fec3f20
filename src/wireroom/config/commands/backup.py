"""`wireroom backup`: the database in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from wireroom.config.commands.terms import DONE, Progress, say, setup_django

SUMMARY = "copy the database into a file, while the agency works"
DESCRIPTION = """\
Copy the database as it is at this moment into FILE, and check the copy like `wireroom verify`
does. The agency may go on working. FILE must not exist yet; it appears when it is complete.

Everything that was released, written and sold is in it. The rest of the data directory is not:
copy the secret key, agency.toml and media/, too. Keep all of it as you keep secrets.

With PostgreSQL use pg_dump. `wireroom restore` is the way back."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="FILE", type=Path, help="where to put the copy")


def run(args: argparse.Namespace) -> int:
    """Copy, check, and print what is in the copy."""
    setup_django()
    from wireroom.config import backups  # noqa: PLC0415

    progress = Progress("entries checked")
    report = backups.save(args.file.resolve(), progress=progress.step)
    progress.finish()
    print(f"{report.entries} entries hold; head {report.head_hash.hex()}")
    say(f"Saved as {args.file}. Keep the secret key, agency.toml and media/ with it.")
    return DONE
