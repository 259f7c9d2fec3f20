"""Every engine that answers queries, asked the same of the same items: they must agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from wireroom.archive.engine.memory import MemoryIndex
from wireroom.formats.projection import FULL, project
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.newsitem import NewsItem
from wireroom.matching.index import EngineMissing, MatchIndex
from wireroom.query.document import Document
from wireroom.query.plan import Node
from wireroom.query.predicate import matches
from wireroom.wire.entries import Entry

_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
_OF_STREAMS = ("released_at", "level")
"""What an event of a stream says besides the item."""


class NotItems(WireroomError):
    """This file holds something else than news items, one a line."""

    code = "not_items"
    http_status = 422


def read_entries(file: Path) -> Iterator[Entry]:
    """Read news items, one a line: canonical JSON, or the data of a stream's events.

    Raises:
        NotItems: a line is none; the message names it.
    """
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise NotItems(f"{file} cannot be read: {error.strerror}.") from error
    for number, line in enumerate(filter(None, lines), 1):
        try:
            facts = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
            at = msgspec.json.decode(facts["released_at"], type=datetime) if _dated(facts) else None
            rest = {name: value for name, value in facts.items() if name not in _OF_STREAMS}
            item = msgspec.json.decode(msgspec.json.encode(rest), type=NewsItem)
        except msgspec.DecodeError as error:
            raise NotItems(f"{file}, line {number}: {error}.") from error
        yield Entry(
            seq=number,
            guid=item.guid,
            version=item.version,
            released_at=at or _UNDATED,
            item=item,
            raw=line,
            hash=b"",
        )


def _dated(facts: Mapping[str, object]) -> bool:
    return "released_at" in facts


def answers(plan: Node, entries: Sequence[Entry]) -> dict[str, dict[int, Document]]:
    """Give what meets a plan, by engine: documents by their place in `entries`."""
    documents = {
        number: Document(project(entry.item, FULL), entry.released_at)
        for number, entry in enumerate(entries)
    }
    found = {
        "predicate": [number for number in documents if matches(plan, documents[number])],
        **_matchers(plan, documents),
        "index": sorted(_indexed(plan, entries)),
    }
    return {name: {at: documents[at] for at in numbers} for name, numbers in found.items()}


def _matchers(plan: Node, documents: Mapping[int, Document]) -> dict[str, list[int]]:
    found = {}
    for name in ("numpy", "compiled"):
        try:
            matcher = MatchIndex(engine="numpy" if name == "numpy" else "compiled")
        except EngineMissing:
            continue
        matcher.put(0, plan)
        found[f"matcher ({name})"] = [
            number for number, document in documents.items() if matcher.match(document)
        ]
    return found


def _indexed(plan: Node, entries: Sequence[Entry]) -> Iterator[int]:
    return (seq - 1 for seq in MemoryIndex(entries).found("full", plan))
