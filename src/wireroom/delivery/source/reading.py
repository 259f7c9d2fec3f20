"""The wire as classes of readers see it: judged once for equal rights, encoded once for all."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING, NamedTuple

from wireroom.customers.policy import Level, Reader, judge
from wireroom.delivery.push import sse
from wireroom.delivery.push.frames import Format, Text, Variant, Wire
from wireroom.formats import stream
from wireroom.kernel.newsitem import FOLLOWS_THE_READER
from wireroom.wire import queries

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from wireroom.delivery.push.seal import Seal
    from wireroom.wire.entries import Entry

_SCAN_ENTRIES = 500
_CHUNKS_KEPT = 64


class Group(NamedTuple):
    """Readers of equal rights and format: what the push process calls a class."""

    class_id: str
    rights: str
    reader: Reader
    format: Format


class Item:
    """One entry with the versions before it, where they matter, and its spellings so far."""

    __slots__ = ("chain", "entry", "texts")

    def __init__(self, entry: Entry, chain: Sequence[Entry]) -> None:
        """Hold `entry`; `chain` ends with it."""
        self.entry = entry
        self.chain = chain
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
        self._chunks: OrderedDict[tuple[str, int], tuple[int, bytes]] = OrderedDict()
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
        """Give the entry before the entries at hand, and what the group may read of those."""
        if not self._window:
            return self.position, ()
        texts = (self._text_for(item, group, now) for item in self._window)
        return self._window[0].entry.seq - 1, tuple(text for text in texts if text)

    def chunk(self, group: Group, after: int, now: datetime) -> tuple[int, bytes]:
        """Give what the group may read after entry `after`, about a chunk, and where that ends.

        Many come back to the same place after a restart, so chunks are kept for a while.
        """
        key = (group.class_id, after)
        found = self._chunks.get(key)
        if found is None:
            found = self._chunks[key] = self._read_chunk(group, after, now)
            if len(self._chunks) > _CHUNKS_KEPT:
                self._chunks.popitem(last=False)
        return found

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

    def _text(self, item: Item, level: Level, fmt: Format) -> Text:
        text = item.texts.get((level, fmt))
        if text is None:
            seq = item.entry.seq
            data = sse.item(self._seal.seal(self._epoch, seq), stream.event(item.entry, level, fmt))
            text = item.texts[level, fmt] = Text(seq, f"{level:d}.{fmt}", data)
        return text


def _items(after: int, limit: int) -> list[Item]:
    """Read entries, with the earlier versions of those that follow their readers."""
    if limit <= 0:
        return []
    entries = queries.read_after(after, limit)
    guids = {entry.guid for entry in entries if entry.item.update_type in FOLLOWS_THE_READER}
    chains = queries.versions_of(guids) if guids else {}
    return [
        Item(entry, [v for v in chains.get(entry.guid, ()) if v.version < entry.version] + [entry])
        for entry in entries
    ]
