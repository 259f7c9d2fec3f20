"""Which versions of a story a reader sees. Pure: chains of versions in, lines out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from wireroom.customers.policy import Level, Reader, judge
from wireroom.formats.projection import project
from wireroom.kernel.newsitem import (
    FOLLOWS_THE_READER,
    NewsItem,
    PubStatus,
    UpdateType,
)
from wireroom.wire.entries import Entry


class Line(Struct, frozen=True, kw_only=True):
    """One version as one reader sees it. `item` is projected: nothing hidden is in here.

    `first_released_at` is the time of the first version that this reader may see.
    """

    seq: int
    released_at: datetime
    first_released_at: datetime
    level: Level
    item: NewsItem

    @property
    def guid(self) -> str:
        """The story's identity."""
        return self.item.guid

    @property
    def version(self) -> int:
        """The version's number in its story."""
        return self.item.version

    @property
    def headline(self) -> str:
        """The headline, or the notice in its place."""
        return self.item.headline

    @property
    def slugline(self) -> str:
        """The slugline."""
        return self.item.slugline

    @property
    def language(self) -> str:
        """The BCP 47 tag of the text."""
        return self.item.language

    @property
    def genre(self) -> str:
        """The IPTC genre."""
        return self.item.genre

    @property
    def urgency(self) -> int:
        """1 flash, 2 alert, 3 urgent, 4 normal … 8."""
        return self.item.urgency

    @property
    def update_type(self) -> UpdateType:
        """Why this version exists."""
        return self.item.update_type

    @property
    def pub_status(self) -> PubStatus:
        """Whether the story stands, is being checked or was killed."""
        return self.item.pub_status

    @property
    def is_killed(self) -> bool:
        """Whether the story was killed: only the notice is left."""
        return self.pub_status is PubStatus.CANCELED

    @property
    def is_held(self) -> bool:
        """Whether the story is being checked: its text is not shown."""
        return self.pub_status is PubStatus.WITHHELD


class StoryView(Struct, frozen=True, kw_only=True):
    """A story as one reader sees it.

    `versions` are the readable ones, ascending, `current` the last of them. A killed or held story
    has `current` alone: texts of earlier versions are gone from every answer.
    """

    current: Line
    versions: tuple[Line, ...]

    @property
    def guid(self) -> str:
        """The story's identity."""
        return self.current.guid

    @property
    def first_released_at(self) -> datetime:
        """When this reader could first read the story."""
        return self.current.first_released_at

    @property
    def is_killed(self) -> bool:
        """Whether the story was killed."""
        return self.current.is_killed

    @property
    def is_held(self) -> bool:
        """Whether the story is being checked."""
        return self.current.is_held


def view_story(reader: Reader, chain: Sequence[Entry], now: datetime) -> StoryView | None:
    """Show a story's chain (ascending) to a reader; None when nothing of it may be read.

    A later version that the reader may not see does not exist for it: the one before stays. The
    exception closes a gap: when the hidden version corrects, holds or kills, what it stops is not
    shown either, also to a reader who was not entitled to it at the time and would be now.
    """
    levels = [judge(reader, chain[: end + 1], now).level for end in range(len(chain))]
    readable = [(entry, level) for entry, level in zip(chain, levels, strict=True) if level]
    if not readable or _stopped_out_of_sight(chain, levels):
        return None
    first_released_at = readable[0][0].released_at
    lines = tuple(_line(entry, level, first_released_at) for entry, level in readable)
    current = lines[-1]
    if current.item.is_stopped:
        return StoryView(current=current, versions=(current,))
    return StoryView(current=current, versions=lines)


def _stopped_out_of_sight(chain: Sequence[Entry], levels: Sequence[Level]) -> bool:
    for entry, level in zip(reversed(chain), reversed(levels), strict=True):
        if level:
            return False
        if entry.item.update_type in FOLLOWS_THE_READER:
            return True
    return False


def _line(entry: Entry, level: Level, first_released_at: datetime) -> Line:
    return Line(
        seq=entry.seq,
        released_at=entry.released_at,
        first_released_at=first_released_at,
        level=level,
        item=project(entry.item, level),
    )
