"""The JSON that streams carry: one compact object for each released version."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Protocol

import msgspec

from wireroom.formats.projection import LEVEL_NAMES, NothingToProject, project
from wireroom.kernel.clock import iso
from wireroom.kernel.newsitem import NewsItem, PubStatus

Format = Literal["item", "ticker"]

_TICKER = (
    "guid",
    "version",
    "headline",
    "urgency",
    "update_type",
    "pub_status",
    "language",
    "genre",
)
"""What one line of a ticker needs. Always present, so that a client reads no default."""

_ALWAYS = (*_TICKER, "profile")

_encoder = msgspec.json.Encoder()


class Released(Protocol):
    """One version as it stands in the wire; `wire.entries.Entry` is one."""

    @property
    def item(self) -> NewsItem:
        """Give what was released."""

    @property
    def released_at(self) -> datetime:
        """Tell when, aware and in UTC."""


def event(entry: Released, level: int, fmt: Format) -> bytes:
    """Encode one released version for a reader of `level`: UTF-8 JSON without line breaks.

    `ticker` has the fields of a ticker line. `item` has all that the level allows, spelled as in
    the canonical JSON; optional fields that are empty are left out. Times are RFC 3339 in UTC.

    Raises:
        NothingToProject: the reader may see nothing of the item.
    """
    item = project(entry.item, level)
    head: dict[str, object] = {"released_at": iso(entry.released_at)}
    if fmt == "ticker":
        return _encoder.encode(head | {name: getattr(item, name) for name in _TICKER})
    head["level"] = LEVEL_NAMES[level]
    always = {name: getattr(item, name) for name in _ALWAYS}
    return _encoder.encode(msgspec.to_builtins(item) | head | always)


def killed_event(entry: Released, level: int, fmt: Format) -> bytes:
    """Encode a version whose story was killed since: what and when it was, and no word of its text.

    It keeps the version's place in a stream, so that a replay has no gap. `pub_status` is that of
    today, `update_type` that of then; the headline is empty, and what is no code is not there.

    Raises:
        NothingToProject: the reader may see nothing of the item.
    """
    if level not in LEVEL_NAMES:
        raise NothingToProject
    names = _TICKER if fmt == "ticker" else _ALWAYS
    stub: dict[str, object] = {name: getattr(entry.item, name) for name in names}
    stub |= {"headline": "", "pub_status": PubStatus.CANCELED}
    if fmt == "item":
        stub["level"] = LEVEL_NAMES[level]
    return _encoder.encode(stub | {"released_at": iso(entry.released_at)})
