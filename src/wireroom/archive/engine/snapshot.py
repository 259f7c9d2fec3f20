"""The index as readers see it: its last commit, opened once, renewed when it changes."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import structlog
import tantivy

from wireroom.archive.engine.schema import schema
from wireroom.archive.engine.store import BUILDING, SERVING, Label, Stamp, Store
from wireroom.archive.engine.volume import highest
from wireroom.query.plan import Node

log = structlog.get_logger(__name__)

Sign = tuple[int, int, int]
"""What changes when a file is replaced: its inode, time and size."""


class Snapshot(NamedTuple):
    """A state of the index; it does not change while somebody holds it."""

    searcher: tantivy.Searcher
    indexed_to: int
    stamp: Stamp
    products: Mapping[Node, int]
    """The products of which the index knows what they cover, with their numbers."""


class Window:
    """Looks at the index in one folder; fit for many threads. A look costs two `stat` calls."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path)
        self._lock = threading.Lock()
        self._serving: Sign | None = None
        self._label: Label | None = None
        self._commit: Sign | None = None
        self._index: tantivy.Index | None = None
        self._snapshot: Snapshot | None = None

    def look(self) -> Snapshot | None:
        """Give the last commit; None: there is no index that can be read."""
        with self._lock:
            error = self._try() and self._try()  # the first may have met a swap
            if error and self._store.label(SERVING):
                self._complain(error)
            return self._snapshot

    def _try(self) -> BaseException | None:
        try:
            self._renew()
        except BaseException as error:
            if not is_damage(error):
                raise
            self._forget()
            return error
        return None

    def found_damaged(self, error: BaseException) -> None:
        """Tell that the index could not answer: it is asked no more until there is a new one."""
        with self._lock:
            serving = self._serving
            self._forget()
            self._serving = serving
            self._complain(error)

    def _complain(self, error: BaseException) -> None:
        if self._store.label(BUILDING) is None and not self._store.is_rebuild_asked():
            log.warning("index:unreadable", error=str(error))
            self._store.ask_for_rebuild()

    def _renew(self) -> None:
        serving = _sign(self._store.label_file(SERVING))
        if serving != self._serving:
            self._forget()
            self._open()
            self._serving = serving
        if self._index is None or self._label is None:
            return
        commit = _sign(self._store.folder(self._label) / "meta.json")
        if commit != self._commit:
            self._index.reload()
            searcher = self._index.searcher()
            products = {plan: at for at, plan in enumerate(self._label.products)}
            self._snapshot = Snapshot(searcher, highest(searcher), self._label.stamp, products)
            self._commit = commit

    def _open(self) -> None:
        self._label = self._store.label(SERVING)
        if self._label is None:
            raise FileNotFoundError
        index = tantivy.Index.open(str(self._store.folder(self._label)))
        if index.schema != schema():
            raise ValueError("other fields")
        index.config_reader("manual")
        self._index = index

    def _forget(self) -> None:
        self._serving = self._label = self._commit = self._index = self._snapshot = None


@cache
def window_on(path: Path) -> Window:
    """Give the process's window on the indexes in a folder."""
    return Window(path)


def is_damage(error: BaseException) -> bool:
    """Whether an error comes from an index that cannot be read; the engine has no class for it."""
    return isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException"


def _sign(file: Path) -> Sign:
    found = file.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size
