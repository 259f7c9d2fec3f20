"""An entry of the wire, as readers get it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from wireroom.kernel.newsitem import NewsItem, parse


class Entry(Struct, frozen=True, kw_only=True):
    """One released version. Immutable: what was read once reads the same for ever.

    `raw` is the canonical JSON that was hashed; `hash` links it to the entry before (see `chain`).
    """

    seq: int
    guid: str
    version: int
    released_at: datetime
    item: NewsItem
    raw: bytes
    hash: bytes

    @classmethod
    def of(cls, *, seq: int, released_at: datetime, raw: bytes, hash: bytes) -> Entry:  # noqa: A002 - the field's name
        """Build an entry from what the log stores."""
        item = parse(raw)
        return cls(
            seq=seq,
            guid=item.guid,
            version=item.version,
            released_at=released_at,
            item=item,
            raw=raw,
            hash=hash,
        )
