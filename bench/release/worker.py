"""Releases in a process of its own, as a database and a directory from the environment decide.

    WIREROOM_DATA_DIR=… WIREROOM_DATABASE_URL=… python -m bench.common.ready \
        bench.release.worker

Each line on stdin is a command and is answered with a line of JSON: the milliseconds of each
repetition.

    sync N      write 4 KB and fdatasync, N times, in the data directory: what durability costs here
    release N   put N items on the wire, each in its own transaction
    flash N     release N flashes as the desk does
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command

from bench.release import flash, wire

_BLOCK = b"\0" * 4096
_SYNC_FILE_BLOCKS = 256


def _timed(repetitions: int, action: Callable[[], None]) -> list[float]:
    times_ms = []
    for _ in range(repetitions):
        start = time.perf_counter()
        action()
        times_ms.append((time.perf_counter() - start) * 1000)
    return times_ms


class Disk:
    """A file that is overwritten block by block, each made durable: the shape of a log."""

    def __init__(self, directory: Path) -> None:
        """Make the file, at its full length, so that later syncs change no metadata."""
        self._fd = os.open(directory / "sync-probe", os.O_RDWR | os.O_CREAT, 0o600)
        os.write(self._fd, _BLOCK * _SYNC_FILE_BLOCKS)
        os.fsync(self._fd)
        self._block = 0

    def sync(self) -> None:
        """Write one block and wait until it is on the disk."""
        os.pwrite(self._fd, _BLOCK, self._block % _SYNC_FILE_BLOCKS * len(_BLOCK))
        os.fdatasync(self._fd)
        self._block += 1


def _prepare() -> None:
    logging.disable(
        logging.INFO
    )  # Wagtail logs every release; on our stderr it would drown the figures
    with contextlib.redirect_stdout(io.StringIO()):
        call_command("migrate", verbosity=0)


def serve() -> None:
    """Obey commands until stdin ends."""
    _prepare()
    disk = Disk(Path(os.environ["WIREROOM_DATA_DIR"]))
    actions = {"sync": disk.sync, "release": wire.Releases().next, "flash": flash.Flashes().next}
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        name, repetitions = line.split()
        print(json.dumps(_timed(int(repetitions), actions[name])), flush=True)


if __name__ == "__main__":
    serve()
