"""Every view that follows the wire. A new one is added here and nowhere else."""

from __future__ import annotations

from wireroom.archive.consumer import ArchiveConsumer
from wireroom.delivery.numbering import NumberingConsumer
from wireroom.delivery.recalls.consumer import RecallConsumer
from wireroom.matching.consumer import MatchingConsumer
from wireroom.wire.consumers import Consumer


def consumers() -> tuple[Consumer, ...]:
    """Give the consumers that the worker runs."""
    return (ArchiveConsumer(), NumberingConsumer(), MatchingConsumer(), RecallConsumer())
