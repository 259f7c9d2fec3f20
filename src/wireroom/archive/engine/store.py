"""Where indexes lie: a folder each, and a small file that says which one serves.

index/serving.json    the index that readers ask
index/building.json   the one that is being made to take its place
index/<folder>/       an index
index/lock            held by the one process that writes
index/rebuild         somebody asked for a new index
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from wireroom.archive.engine.schema import FORMAT
from wireroom.query.analysis import tokens
from wireroom.query.plan import Node

SERVING, BUILDING = "serving", "building"
STOPPED = "stopped"
"""A file in an index's folder: it may still hold words of a story that was stopped since then."""

_PANEL = "Markets' prices rose; Häuser, Straßenbahnen; новости экономики ещё; U.S. 東京 عَرَب 3.5%"


class Stamp(Struct, frozen=True):
    """What an index must have been made for and by, to be of any use."""

    epoch: str
    format: int
    analysis: str

    @classmethod
    def of(cls, epoch: str) -> Stamp:
        """Give the stamp of an index that this program makes in this life of the wire."""
        return cls(epoch, FORMAT, _analysis())


class Label(Struct, frozen=True):
    """What is known of an index.

    Attributes:
        folder: where it lies.
        stamp: for what and by what it was made.
        head: how far the wire had come when it was begun.
        products: the plans of products of which it knows what they cover.
        took_s: how long it took.
    """

    folder: str
    stamp: Stamp
    head: int
    products: tuple[Node, ...] = ()
    took_s: float = 0.0


class Store:
    """The folder of indexes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: IO[str] | None = None

    def own(self) -> bool:
        """Become the one that writes, until `release`; False: another process is.

        Who holds the lock of a folder that was taken away holds nothing.
        """
        if self._lock is not None and self._is_there(self._lock):
            return True
        self.release()
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (self.path / "lock").open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._lock = file
        return True

    def _is_there(self, lock: IO[str]) -> bool:
        try:
            return os.path.samestat(os.fstat(lock.fileno()), (self.path / "lock").stat())
        except OSError:
            return False

    def release(self) -> None:
        """Let another process write."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def label(self, role: str) -> Label | None:
        """Read which index has a role; None: none, or a file that is none of ours."""
        try:
            return msgspec.json.decode(self.label_file(role).read_bytes(), type=Label)
        except (OSError, msgspec.DecodeError):
            return None

    def label_file(self, role: str) -> Path:
        """Give the file that says which index has a role."""
        return self.path / f"{role}.json"

    def folder(self, label: Label) -> Path:
        """Give the folder of an index."""
        return self.path / label.folder

    def begin(self, stamp: Stamp, head: int, products: Sequence[Node] = ()) -> Label:
        """Make an empty folder for a new index, which is then being built."""
        label = Label(secrets.token_hex(8), stamp, head, products=tuple(products))
        self.folder(label).mkdir(mode=0o700)
        self._write(BUILDING, label)
        self.tidy()
        return label

    def swap(self, label: Label, took_s: float) -> None:
        """Let the index that was built serve; whoever still reads the old one may finish."""
        self._write(SERVING, msgspec.structs.replace(label, took_s=took_s))
        self.label_file(BUILDING).unlink(missing_ok=True)
        self.tidy()

    def tidy(self) -> None:
        """Remove every index that has no role."""
        used = {label.folder for role in (SERVING, BUILDING) if (label := self.label(role))}
        for entry in self.path.iterdir():
            if entry.is_dir() and entry.name not in used:
                shutil.rmtree(entry, ignore_errors=True)

    def age_s(self, now: datetime) -> float:
        """Tell for how long the index has served; 0: there is none."""
        try:
            return now.timestamp() - self.label_file(SERVING).stat().st_mtime
        except OSError:
            return 0.0

    def ask_for_rebuild(self) -> None:
        """Ask whoever writes for a new index."""
        with suppress(OSError):  # a full disk: the next reader that finds the damage asks again
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.path / "rebuild").touch()

    def is_rebuild_asked(self) -> bool:
        """Whether somebody asked for a new index."""
        return (self.path / "rebuild").exists()

    def rebuild_begun(self) -> None:
        """Take the wish for a new index as granted."""
        (self.path / "rebuild").unlink(missing_ok=True)

    def _write(self, role: str, label: Label) -> None:
        file = self.label_file(role)
        fresh = file.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as out:
            out.write(msgspec.json.encode(label))
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)


@cache
def _analysis() -> str:
    """Name the way in which text becomes keys here, by what it makes of a few words."""
    read = [tokens(_PANEL, language) for language in ("", "de")]
    made_by = (read, *map(version, ("pystemmer", "tantivy")))
    return hashlib.sha256(repr(made_by).encode()).hexdigest()[:16]
