"""What of one story a feed may have at a moment, given what it has had. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property

from wireroom.customers.policy import Level, Reader, judge
from wireroom.delivery.models import VoidWhy
from wireroom.kernel.newsitem import FOLLOWS_THE_READER
from wireroom.wire.entries import Entry


class Sight:
    """One story in the eyes of one feed.

    A version can be seen by today's rights with the feed's products; or with all products of the
    company, but then no more of it than when it was numbered; or because it corrects, holds or
    kills what the receiver has, and then as much as that.
    """

    def __init__(
        self,
        narrow: Reader,
        whole: Reader,
        chain: Sequence[Entry],
        left: Mapping[int, int],
        now: datetime,
    ) -> None:
        """Take the readers, the story's chain (ascending), and the moment.

        `left` has the level of each version that has left by the feed.
        """
        self._narrow, self._whole, self._chain, self._now = narrow, whole, chain, now
        self._left = dict(left)
        self._levels: dict[int, tuple[Level, Level]] = {}

    def entry(self, version: int) -> Entry:
        """Give a version; `why_void` is asked before."""
        return self._by_version[version]

    def level(self, version: int, numbered: int) -> Level:
        """Say how much of a version may be sent, which was numbered at a level; NONE: nothing."""
        narrow, whole = self._rights(version)
        level = max(narrow, min(whole, Level(numbered)))
        entry = self._by_version[version]
        if entry.item.update_type in FOLLOWS_THE_READER:
            had = max((at for earlier, at in self._left.items() if earlier < version), default=0)
            level = max(level, Level(had))
        return level

    def why_void(self, version: int, numbered: int) -> VoidWhy | None:
        """Say why nothing may be sent of a version; None: something may."""
        if version not in self._by_version:
            return VoidWhy.UNWRITABLE
        newest = self._chain[-1]
        if newest.item.is_killed and newest.version != version:
            return VoidWhy.KILLED
        if not self.level(version, numbered):
            return VoidWhy.RIGHTS
        if newest.item.is_stopped and newest.version != version:
            return VoidWhy.SUPERSEDED
        return VoidWhy.SUPERSEDED if self._is_stopped_out_of_sight(version) else None

    def newest_known(self, version: int) -> Entry:
        """Give the newest version that the feed may know of, from `version` on."""
        for entry in reversed(self._chain):
            if entry.version <= version or self._is_seen(entry):
                return entry if entry.version > version else self._by_version[version]
        return self._by_version[version]

    def first_released_at(self, version: int) -> datetime:
        """Tell when the first version was released that the feed may know of."""
        for entry in self._chain:
            if entry.version >= version or self._is_seen(entry):
                return entry.released_at
        return self._by_version[version].released_at

    @cached_property
    def _by_version(self) -> dict[int, Entry]:
        return {entry.version: entry for entry in self._chain}

    def _rights(self, version: int) -> tuple[Level, Level]:
        if version not in self._levels:
            upto = [entry for entry in self._chain if entry.version <= version]
            whole = judge(self._whole, upto, self._now).level
            same = self._narrow is self._whole
            narrow = whole if same else judge(self._narrow, upto, self._now).level
            self._levels[version] = (narrow, whole)
        return self._levels[version]

    def _is_seen(self, entry: Entry) -> bool:
        return bool(self.level(entry.version, self._left.get(entry.version, 0)))

    def _is_stopped_out_of_sight(self, version: int) -> bool:
        """Whether a later version that the feed does not get says that this one is wrong.

        The rule of `customers.rights.reading.view_story`.
        """
        for entry in reversed(self._chain):
            if entry.version <= version or self._is_seen(entry):
                return False
            if entry.item.update_type in FOLLOWS_THE_READER:
                return True
        return False
