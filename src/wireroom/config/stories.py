"""Tells the back office of a story what support has to explain: its versions, and who was told."""

from __future__ import annotations

from collections.abc import Sequence

from wireroom.matching.queries.told import Told, told_of
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry

__all__ = ["sent_to", "versions_of"]


def versions_of(guid: str) -> Sequence[Entry]:
    """Give every released version of a story, ascending. What was never released is not there."""
    return wire.versions(guid)


def sent_to(person_id: int, guid: str) -> Sequence[Told]:
    """Give what a person was sent of a story, the first one first."""
    return told_of(person_id, guid)
