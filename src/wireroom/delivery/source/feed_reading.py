"""The ledgers of feeds as their readers see them: each number spelled once for a whole class."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import DatabaseError

from wireroom.delivery.push import feed_sse
from wireroom.delivery.push.frames import Numbered, Open, Retract, Shut, Text
from wireroom.delivery.source.chunks import Chunks
from wireroom.delivery.source.feed_rows import last_numbers, rows_after, rows_of
from wireroom.delivery.source.feed_texts import spell
from wireroom.kernel.newsitem import FOLLOWS_THE_READER

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from wireroom.delivery.models import Delivery
    from wireroom.delivery.push.frames import FromSource
    from wireroom.delivery.source.feed_rows import FeedRow
    from wireroom.delivery.source.feed_texts import Spelled

log = structlog.get_logger(__name__)

_ROWS_AT_ONCE = 20
"""As many as take some 20 ms in the slowest format; in between, the wire goes first."""
_CHUNK_ROWS = 100
_HELD = timedelta(seconds=5)
_NO_END = 1 << 62


class FeedClass:
    """A feed as some rights and facts make it; everything up to `position` has been passed on."""

    __slots__ = ("class_id", "feed", "held_until", "position")

    def __init__(self, class_id: str, feed: FeedRow, position: int) -> None:
        """Stand after number `position`."""
        self.class_id, self.feed, self.position = class_id, feed, position
        self.held_until: datetime | None = None
        """When to try again what went wrong."""


class FeedReading:
    """Reads ledgers for the classes that are open; one that cannot be read holds up no other."""

    def __init__(self, say: Callable[[FromSource], None], *, chunk_bytes: int) -> None:
        """Begin with no class."""
        self._say = say
        self._chunk_bytes = chunk_bytes
        self.classes: dict[str, FeedClass] = {}
        self._behind: deque[str] = deque()
        self._chunks = Chunks()
        self._handed: dict[int, set[int]] = defaultdict(set)

    @property
    def is_behind(self) -> bool:
        """Whether numbers wait to be passed on."""
        return bool(self._behind)

    def open(self, class_id: str, feed: FeedRow) -> None:
        """Begin a class after the feed's newest number; what is older comes as a replay."""
        self.adopt(class_id, feed, feed.last_number)
        self._say(Open(class_id, feed.last_number, ()))

    def adopt(self, class_id: str, feed: FeedRow, position: int) -> None:
        """Go on with a class that the push process knows."""
        self.classes[class_id] = FeedClass(class_id, feed, position)

    def shut(self, class_id: str) -> None:
        """End a class."""
        self.classes.pop(class_id, None)
        self._say(Shut(class_id))

    def look(self, now: datetime) -> None:
        """See which feeds have new numbers. One query, none when nobody reads."""
        if not self.classes:
            return
        newest = last_numbers({each.feed.id for each in self.classes.values()})
        for each in self.classes.values():
            if newest.get(each.feed.id, 0) > each.position:
                self.want(each, now)

    def want(self, each: FeedClass, now: datetime) -> bool:
        """See that a class is passed on; say whether it can be now."""
        if each.held_until is not None and now < each.held_until:
            return False
        if each.class_id not in self._behind:
            self._behind.append(each.class_id)
        return True

    def pass_on(self, now: datetime) -> None:
        """Send the next numbers of the class that has waited longest."""
        each = self.classes.get(self._behind.popleft()) if self._behind else None
        if each is None:
            return
        rows = rows_after(each.feed.id, each.position, _NO_END, _ROWS_AT_ONCE)
        stopped = {row.guid for row in rows if row.update_type in FOLLOWS_THE_READER}
        if stopped:
            self.take_back(stopped, now, [each])
        spelled = self._spell(each, rows, now) if rows else None
        if spelled and each.class_id in self.classes:
            self._say(Numbered(each.class_id, _texts(each.class_id, spelled)))
            each.position = spelled[-1].number
            if len(rows) == _ROWS_AT_ONCE:
                self._behind.append(each.class_id)

    def take_back(
        self, guids: Collection[str], now: datetime, classes: Sequence[FeedClass] | None = None
    ) -> None:
        """Say which numbers of some stories are void by now, to whoever has not been sent them.

        To the readers of some classes; None: of all. Said twice it does no harm.
        """
        classes = list(self.classes.values()) if classes is None else classes
        if not classes:
            return
        self._chunks.clear()
        rows: dict[int, list[Delivery]] = defaultdict(list)
        for row in rows_of(guids, {each.feed.id for each in classes}):
            rows[row.feed_id].append(row)
        for each in classes:
            passed = [row for row in rows[each.feed.id] if (row.number or 0) <= each.position]
            if passed:
                self._retract(each, passed, now)

    def chunk(self, class_id: str, after: int, now: datetime) -> tuple[int, bytes] | None:
        """Give the numbers after `after`, about a chunk, and where that ends.

        None: the class is gone, or something went wrong and its readers are better off anew.
        """
        each = self.classes.get(class_id)
        if each is None:
            return None
        try:
            return self._chunks.get(class_id, after, now, lambda: self._chunk(each, after, now))
        except _Broken:
            self.shut(class_id)
            return None

    def forget_chunks(self) -> None:
        """Drop the replays at hand: rights have changed."""
        self._chunks.clear()

    def take_handed(self) -> dict[int, set[int]]:
        """Give the numbers that have left for the first time, by feed, since the last time."""
        handed, self._handed = self._handed, defaultdict(set)
        return handed

    def _chunk(self, each: FeedClass, after: int, now: datetime) -> tuple[int, bytes]:
        rows = rows_after(each.feed.id, after, each.position, _CHUNK_ROWS)
        found: list[bytes] = []
        size, upto = 0, after
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            spelled = self._spell(each, rows[start : start + _ROWS_AT_ONCE], now)
            if spelled is None:
                raise _Broken
            found += [text.data for text in spelled]
            size, upto = size + sum(len(text.data) for text in spelled), spelled[-1].number
            if size >= self._chunk_bytes:
                break
        return (upto if rows else each.position), b"".join(found)

    def _retract(self, each: FeedClass, rows: Sequence[Delivery], now: datetime) -> None:
        spelled = self._spell(each, rows, now, hands_out=False)
        if spelled is None:
            self.shut(each.class_id)  # better no stream than one that may owe a killed text
            return
        for text in spelled:
            if text.is_void:
                texts = _texts(each.class_id, [text])
                mark = feed_sse.mark(text.number)
                self._say(Retract(text.number, mark, texts, each.class_id))

    def _spell(
        self, each: FeedClass, rows: Sequence[Delivery], now: datetime, *, hands_out: bool = True
    ) -> list[Spelled] | None:
        """Spell rows; None when that goes wrong, and then not at once again."""
        try:
            spelled = spell(each.feed, rows, now)
        except DatabaseError:
            raise
        except Exception:  # one feed's trouble is not that of all others
            log.exception("stream:feed:unreadable", feed=each.feed.code, after=each.position)
            each.held_until = now + _HELD
            return None
        if hands_out:
            new = {row.number for row in rows if row.number and not row.attempts}
            self._handed[each.feed.id] |= {t.number for t in spelled if not t.is_void} & new
        return spelled


class _Broken(Exception):
    """A number cannot be spelled."""


def _texts(class_id: str, spelled: Sequence[Spelled]) -> tuple[Text, ...]:
    return tuple(Text(each.number, class_id, each.data) for each in spelled)
