"""A story that is nobody's: looking for what is absent costs what looking at the hidden costs.

Without it, the time of an answer told a story that its reader may not see from one that never was
(`bench.timing`): reading and judging a chain of versions takes some fifty microseconds.
"""

from __future__ import annotations

from datetime import datetime

from wireroom.kernel.newsitem import NewsItem, Paragraph, Subject, canonical
from wireroom.wire.entries import Entry

_RAW = canonical(
    NewsItem(
        guid="urn:newsml:nowhere:0",
        version=1,
        language="en",
        headline="A headline of the usual length, about nothing that has happened",
        slugline="NOTHING-NOWHERE",
        body=tuple(Paragraph(text="Words of the usual number. " * 9) for _ in range(12)),
        topics=(Subject(code="medtop:04000000"),),
    )
)


def decoy(now: datetime) -> list[Entry]:
    """Read a chain of one version, as the wire would give it."""
    return [Entry.of(seq=0, released_at=now, raw=_RAW, hash=b"")]
