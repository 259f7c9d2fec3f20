"""The database of a house on SQLite, copied while the house works, and the way back."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from msgspec import Struct

from wireroom.kernel.errors import WireroomError
from wireroom.kernel.files import sync
from wireroom.wire import services, verifying

_MAGIC = b"SQLite format 3\0"
_BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a database: the WAL belongs to it, the other is scratch."""


class OtherTools(WireroomError):
    """PostgreSQL has tools of its own for this."""

    code = "other_tools"


class FileInTheWay(WireroomError):
    """There is a file of this name already. Name a new one."""

    code = "file_in_the_way"
    http_status = 409


class NotABackup(WireroomError):
    """This is no backup of Wireroom that holds."""

    code = "not_a_backup"


class Restored(Struct, frozen=True):
    """What a restore gave: the state of the wire, its new epoch, where the old database went."""

    report: verifying.Report
    epoch: str
    kept: Path | None


def save(file: Path, *, progress: Callable[[int], None]) -> verifying.Report:
    """Copy the database as of now into `file`, check the copy, and tell what is in it.

    Nobody has to stop for it. A copy that is cut short leaves no `file`.

    Raises:
        OtherTools: the house is on PostgreSQL.
        FileInTheWay: `file` exists.
        NotABackup: the copy does not hold, so the original does not either.
    """
    _require_sqlite("Run `pg_dump --format=custom --file=FILE DATABASE`.")
    if file.exists():
        raise FileInTheWay(f"{file} exists already. Name a new file.")
    part = file.with_name(f"{file.name}.part")
    with _scratch(part):
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(part)])
        with _connected_to(part):
            report = _require_whole(progress)
        sync(part)
        part.rename(file)
        sync(file.parent)
    return report


def restore(file: Path, *, now: datetime, progress: Callable[[int], None]) -> Restored:
    """Put `file` in the place of the database, as a new epoch; the old one is kept beside it.

    All is done to a copy, which takes the place in one step at the end: what fails changes
    nothing. The caller sees to it that nobody works on the database.

    Raises:
        OtherTools: the house is on PostgreSQL.
        NotABackup: `file` is something else, or what it holds is not whole.
    """
    _require_sqlite("Run `pg_restore` into an empty database, then `wireroom new-epoch`.")
    _require_sqlite_file(file)
    house = Path(connection.settings_dict["NAME"])
    copy = house.with_name(f"{house.name}.restoring")
    with _scratch(copy):
        _copy(file, copy)
        with _connected_to(copy):
            _require_wire(file)
            report = _require_whole(progress)
            call_command("migrate", interactive=False, verbosity=0)
            epoch = services.begin_epoch(now=now, reason=f"restored {file.name}")
        sync(copy)
        kept = _set_aside(house, now)
        copy.rename(house)
        sync(house.parent)
    return Restored(report, epoch, kept)


def _require_sqlite(instead: str) -> None:
    if connection.vendor != "sqlite":
        raise OtherTools(f"The database is PostgreSQL, which has tools of its own. {instead}")


def _require_sqlite_file(file: Path) -> None:
    with file.open("rb") as opened:
        if opened.read(len(_MAGIC)) != _MAGIC:
            raise NotABackup(f"{file} is not a file that `wireroom backup` wrote.")


def _require_wire(file: Path) -> None:
    if ("wire", "0001_initial") not in MigrationRecorder(connection).applied_migrations():
        raise NotABackup(f"{file} is a database, but not of Wireroom.")


def _require_whole(progress: Callable[[int], None]) -> verifying.Report:
    report = verifying.verify(progress)
    if report.faults:
        raise NotABackup(f"The copy does not hold: {report.faults[0]}. It is not used.")
    return report


@contextlib.contextmanager
def _connected_to(file: Path) -> Iterator[None]:
    """Let this process's connection mean `file` for a while."""
    connection.close()
    house = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = house


@contextlib.contextmanager
def _scratch(file: Path) -> Iterator[None]:
    """Begin without `file`, and leave none behind unless it has been renamed."""
    _forget(file)
    try:
        yield
    finally:
        _forget(file)


def _forget(file: Path) -> None:
    for suffix in ("", *_BESIDE):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def _copy(file: Path, copy: Path) -> None:
    """Copy a database with its WAL, if it has one: a raw copy of a house may be all there is."""
    for suffix in ("", "-wal"):
        source, target = (each.with_name(each.name + suffix) for each in (file, copy))
        if source.exists():
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            shutil.copyfile(source, target)


def _set_aside(house: Path, now: datetime) -> Path | None:
    """Rename the present database and what is beside it; None when there is none."""
    kept = house.with_name(f"{house.name}.before-{now:%Y%m%dT%H%M%S}")
    was_there = house.exists()
    for suffix in ("", *_BESIDE):
        with contextlib.suppress(FileNotFoundError):
            house.with_name(house.name + suffix).rename(kept.with_name(kept.name + suffix))
    return kept if was_there else None
