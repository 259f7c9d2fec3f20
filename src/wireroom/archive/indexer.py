"""How the search index follows the wire, and is made anew while the old one serves."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

import structlog

from wireroom.archive.conf import index_dir
from wireroom.archive.engine.store import BUILDING, SERVING, Label, Stamp, Store
from wireroom.archive.engine.volume import Volume, stopped_since_s
from wireroom.customers import queries as customers
from wireroom.kernel.clock import utc_now
from wireroom.kernel.errors import WireroomError
from wireroom.query.plan import EVERYTHING, NOTHING, Has, Node
from wireroom.wire import queries as wire

log = structlog.get_logger(__name__)

_BATCH = 200
_BUILD_BATCH = 100
"""A tenth of a second's work: the worker's other jobs wait no longer for their turn."""
_COMMIT_EVERY = 20_000
"""Entries between two commits of an index that is being built; a crash costs the work of these."""
_SHARE = 100
"""Building anew for stopped words and new products takes a hundredth of the time at most."""
_SOONEST_S, _LATEST_S = 600.0, 86_400.0
_MOST_PRODUCTS = 250
"""Products that the index knows; each costs a microsecond or two a story. Others work as well."""


class IndexBusy(WireroomError):
    """Another process writes the search index."""

    code = "index_busy"
    temporary = True
    http_status = 503


class Indexer:
    """The one writer of the index: run it again and again in one process, the worker."""

    name: ClassVar[str] = "index"

    def __init__(self) -> None:
        self._store = Store(index_dir())
        self._volumes: dict[str, tuple[Label, Volume]] = {}
        self._broken: Label | None = None
        self._uncommitted = 0
        self._built_s = 0.0

    def run_once(self) -> int:
        """Take in what is new, or a piece of a new index, and say how many entries that were.

        An index that is missing, damaged, of another life of the wire or of another program is
        built anew, and so is one that somebody asked to renew or that has held words of a stopped
        story for long enough. The old one serves meanwhile, and follows the wire. 0 also means:
        another process does all this.
        """
        if not self._store.own():
            return 0
        stamp = Stamp.of(wire.current_epoch())
        serving, building = self._open(SERVING, stamp), self._open(BUILDING, stamp)
        if building is None and (serving is None or self._is_due(serving[0], utc_now())):
            building = self._begin(stamp)
        done = self._follow(*serving) if serving else 0
        return done + (self._build(*building) if building else 0)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Build the index anew, now and here, and say how many entries were taken in.

        Args:
            progress: told now and then how many they are so far.

        Raises:
            IndexBusy: another process writes the index; `ask_for_rebuild` tells it.
        """
        if not self._store.own():
            raise IndexBusy
        self._begin(Stamp.of(wire.current_epoch()))
        done = 0
        while BUILDING in self._volumes or self._store.label(BUILDING):
            done += self.run_once()
            if progress:
                progress(done)
        return done

    def close(self) -> None:
        """Finish what runs in the background and let another process write."""
        for _, volume in self._volumes.values():
            volume.close()
        self._volumes.clear()
        self._store.release()

    def _open(self, role: str, stamp: Stamp) -> tuple[Label, Volume] | None:
        """Give the index of a role if it may be used; what may not is forgotten."""
        label = self._store.label(role)
        opened = self._volumes.get(role)
        if opened and opened[0] == label and label.stamp == stamp:
            return opened
        self._volumes.pop(role, None)
        if label is None or label.stamp != stamp or label == self._broken:
            return None
        try:
            volume = self._volume(label)
        except (ValueError, OSError) as error:
            log.warning("index:unusable", role=role, error=str(error))
            return None
        if volume.seq > wire.head():
            log.warning("index:beyond_head", role=role, seq=volume.seq)
            return None
        self._volumes[role] = label, volume
        return self._volumes[role]

    def _is_due(self, label: Label, now: datetime) -> bool:
        """Whether somebody asked for a new index, or there has been reason for one long enough.

        Reasons are stopped words in its files, and products that it does not know.
        """
        if self._store.is_rebuild_asked():
            return True
        since_s = stopped_since_s(self._store.folder(label))
        patience_s = min(max(label.took_s * _SHARE, _SOONEST_S), _LATEST_S)
        if since_s is not None and now.timestamp() - since_s > patience_s:
            return True
        return self._store.age_s(now) > patience_s and not {*_products(now)} <= {*label.products}

    def _begin(self, stamp: Stamp) -> tuple[Label, Volume]:
        self._volumes.pop(BUILDING, None)
        label = self._store.begin(stamp, wire.head(), _products(utc_now()))
        self._store.rebuild_begun()
        self._built_s, self._uncommitted = 0.0, 0
        log.info("index:rebuild:began", entries=label.head)
        self._volumes[BUILDING] = label, self._volume(label)
        return self._volumes[BUILDING]

    def _volume(self, label: Label) -> Volume:
        return Volume(self._store.folder(label), label.head, label.products)

    def _follow(self, label: Label, volume: Volume) -> int:
        """Take the next batch into the serving index; one that fails is not written again."""
        try:
            done = _read_into(volume, _BATCH)
            volume.commit()
        except ValueError:  # whatever the engine complains of: a full disk, a damaged file
            self._broken = label
            self._volumes.pop(SERVING, None)  # its writer is dead
            raise
        return done

    def _build(self, label: Label, volume: Volume) -> int:
        began_s = time.monotonic()
        try:
            done = _read_into(volume, _BUILD_BATCH)
            self._uncommitted += done
            if not done or self._uncommitted >= _COMMIT_EVERY:
                volume.commit()
                self._uncommitted = 0
        except ValueError:  # go on from the last commit, at the next attempt
            self._volumes.pop(BUILDING, None)
            raise
        self._built_s += time.monotonic() - began_s
        if not done:
            self._swap(label, volume)
        return done

    def _swap(self, label: Label, volume: Volume) -> None:
        del self._volumes[BUILDING]
        self._store.swap(label, self._built_s)
        self._volumes[SERVING] = self._store.label(SERVING) or label, volume
        log.info("index:rebuild:done", entries=volume.seq, took_s=round(self._built_s, 1))


def ask_for_rebuild() -> None:
    """Ask the process that writes the index for a new one."""
    Store(index_dir()).ask_for_rebuild()


def _products(now: datetime) -> tuple[Node, ...]:
    """Give the plans of products that an index begun now should know."""
    worth = [plan for plan in customers.plans_on_offer(now) if not _is_simple(plan)]
    return tuple(worth[:_MOST_PRODUCTS])


def _is_simple(plan: Node) -> bool:
    """Whether a plan is asked for as quickly by itself."""
    return plan in {EVERYTHING, NOTHING} or (isinstance(plan, Has) and len(plan.codes) == 1)


def _read_into(volume: Volume, limit: int) -> int:
    entries = wire.read_after(volume.seq, limit)
    if entries:
        volume.take_in(entries, wire.versions_of({entry.guid for entry in entries}))
    return len(entries)
