"""An alert as a webhook carries it: JSON in the shape that Standard Webhooks recommends."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from wireroom.archive.queries import Line
from wireroom.formats.stream import event
from wireroom.kernel.clock import iso
from wireroom.matching.queries import Due


def payload(due: Due, line: Line, topics: Mapping[int, str], name: str) -> bytes:
    """Write the alert called `name`; `topics` names those that matched, by number.

    The item is what a stream carries to a reader of this level, field by field.
    """
    return msgspec.json.encode(
        {
            "type": f"alert.{due.kind}",
            "timestamp": iso(due.made_at),
            "data": {
                "alert": name,
                "kind": due.kind,
                "topics": [{"id": pk, "name": topics[pk]} for pk in due.topics if pk in topics],
                "item": msgspec.Raw(event(line, line.level, "item")),
            },
        }
    )
