"""The wire as classes of readers see it: judged once for equal rights, encoded once for all."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from wireroom.customers.policy import Level, Reader, judge
from wireroom.delivery.push import sse
from wireroom.delivery.push.frames import FORMATS, Format, Retract, Text, Variant, Wire
from wireroom.delivery.source.chunks import Chunks
from wireroom.formats import stream
from wireroom.kernel.newsitem import FOLLOWS_THE_READER
from wireroom.wire import queries

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from wireroom.delivery.push.seal import Seal
    from wireroom.kernel.newsitem import NewsItem
    from wireroom.wire.entries import Entry

_SCAN_ENTRIES = 500
_RECENT_BYTES = 32 << 20
"""A thousand entries of usual size are a tenth of it. Very long ones would else make a frame that
push refuses, and the source would be replaced again and again."""
_SPELLINGS: tuple[tuple[Level, Format], ...] = tuple(
    (level, fmt) for level in (Level.HEADLINE, Level.FULL) for fmt in FORMATS
)


class Group(NamedTuple):
    """Readers of equal rights and format: what the push process calls a class."""

    class_id: str
    rights: str
    reader: Reader
    format: Format


class Item:
    """One entry with the versions before it, where they matter, and its spellings so far."""

    __slots__ = ("chain", "entry", "is_killed", "texts")

    def __init__(self, entry: Entry, chain: Sequence[Entry], *, is_killed: bool) -> None:
        """Hold `entry`; `chain` ends with it."""
        self.entry = entry
        self.chain = chain
        self.is_killed = is_killed
        """Whether a later version killed the story: then no text of this one leaves any more."""
        self.texts: dict[tuple[Level, Format], Text] = {}


class Reading:
    """Reads the wire up to `position` and keeps the newest entries at hand."""

    def __init__(
        self, seal: Seal, epoch: str, position: int, *, keep_entries: int, chunk_bytes: int
    ) -> None:
        """Stand after entry `position`, with the entries before it at hand."""
        self._seal, self._epoch, self._chunk_bytes = seal, epoch, chunk_bytes
        self.position = position
        self._window: deque[Item] = deque(maxlen=max(1, keep_entries))
        self._chunks = Chunks()
        first = max(0, position - keep_entries)
        while items := _items(first, min(_SCAN_ENTRIES, position - first)):
            self._window.extend(items)
            first = items[-1].entry.seq

    def advance(self, limit: int) -> list[Item]:
        """Read on, at most `limit` entries."""
        items = _items(self.position, limit)
        if items:
            self._window.extend(items)
            self.position = items[-1].entry.seq
        return items

    def retract(self, kill: Item) -> list[Retract]:
        """Say what earlier entries read like after `kill`; nothing when it is no kill.

        From now on they are read so here too. All variants are named: the push process may hold
        some that a source before this one spelled.
        """
        if not kill.entry.item.is_killed:
            return []
        self._chunks.clear()
        for item in self._window:
            if item.entry.guid == kill.entry.guid and item is not kill:
                item.is_killed = True
                item.texts.clear()
        return [self._retract(entry) for entry in kill.chain[:-1]]

    def spell(self, item: Item, groups: Collection[Group], now: datetime) -> Wire:
        """Say who reads a new entry, and how."""
        levels: dict[str, Level] = {}
        readers: dict[tuple[Level, Format], list[str]] = {}
        for group in groups:
            level = levels.get(group.rights)
            if level is None:
                level = levels[group.rights] = judge(group.reader, item.chain, now).level
            if level:
                readers.setdefault((level, group.format), []).append(group.class_id)
        texts = {key: self._text(item, *key) for key in readers}
        return Wire(
            item.entry.seq,
            tuple(
                Variant(texts[key].variant, texts[key].data, tuple(ids))
                for key, ids in readers.items()
            ),
        )

    def recent(self, group: Group, now: datetime) -> tuple[int, tuple[Text, ...]]:
        """Give what the group may read of the entries at hand, and the entry before the first.

        The newest come first into about `_RECENT_BYTES`; what is older stays in the database.
        """
        floor, size, found = self.position, 0, deque[Text]()
        for item in reversed(self._window):
            text = self._text_for(item, group, now)
            size += len(text.data) if text else 0
            if size > _RECENT_BYTES:
                break
            if text:
                found.appendleft(text)
            floor = item.entry.seq - 1
        return floor, tuple(found)

    def chunk(self, group: Group, after: int, now: datetime) -> tuple[int, bytes]:
        """Give what the group may read after entry `after`, about a chunk, and where that ends."""
        return self._chunks.get(
            group.class_id, after, now, lambda: self._read_chunk(group, after, now)
        )

    def forget_chunks(self) -> None:
        """Drop the chunks at hand: rights have changed."""
        self._chunks.clear()

    def _read_chunk(self, group: Group, after: int, now: datetime) -> tuple[int, bytes]:
        found: list[bytes] = []
        size, upto = 0, after
        for item in _items(after, min(_SCAN_ENTRIES, self.position - after)):
            upto = item.entry.seq
            if text := self._text_for(item, group, now):
                found.append(text.data)
                size += len(text.data)
            if size >= self._chunk_bytes:
                break
        return upto, b"".join(found)

    def _text_for(self, item: Item, group: Group, now: datetime) -> Text | None:
        level = judge(group.reader, item.chain, now).level
        return self._text(item, level, group.format) if level else None

    def _retract(self, entry: Entry) -> Retract:
        place = self._seal.seal(self._epoch, entry.seq)
        texts = (
            Text(entry.seq, _variant(*key), sse.item(place, stream.killed_event(entry, *key)))
            for key in _SPELLINGS
        )
        return Retract(entry.seq, sse.mark(place), tuple(texts))

    def _text(self, item: Item, level: Level, fmt: Format) -> Text:
        text = item.texts.get((level, fmt))
        if text is None:
            seq = item.entry.seq
            event = stream.killed_event if item.is_killed else stream.event
            data = sse.item(self._seal.seal(self._epoch, seq), event(item.entry, level, fmt))
            # A name of its own: push may still hold the text when the kill has not been passed on.
            variant = _variant(level, fmt) + (".killed" if item.is_killed else "")
            text = item.texts[level, fmt] = Text(seq, variant, data)
        return text


def looks_back(item: NewsItem) -> bool:
    """Whether a version corrects, holds or kills earlier ones."""
    return item.update_type in FOLLOWS_THE_READER or item.is_killed


def _variant(level: Level, fmt: Format) -> str:
    return f"{level:d}.{fmt}"


def _items(after: int, limit: int) -> list[Item]:
    """Read entries, with the earlier versions of those that follow their readers."""
    if limit <= 0:
        return []
    entries = queries.read_after(after, limit)
    guids = {entry.guid for entry in entries if looks_back(entry.item)}
    chains = queries.versions_of(guids) if guids else {}
    killed = _killed_among(entries, reached_head=len(entries) < limit)
    return [
        Item(
            entry,
            [v for v in chains.get(entry.guid, ()) if v.version < entry.version] + [entry],
            is_killed=entry.guid in killed and not entry.item.is_killed,
        )
        for entry in entries
    ]


def _killed_among(entries: Sequence[Entry], *, reached_head: bool) -> set[str]:
    """Name the stories killed by now. At the head of the wire the kills are among `entries`."""
    if reached_head:
        return {entry.guid for entry in entries if entry.item.is_killed}
    return queries.killed_among({entry.guid for entry in entries})
