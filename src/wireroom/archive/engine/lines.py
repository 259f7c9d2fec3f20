"""From places to lines: what was found is read from the wire, judged, and shown or left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wireroom.archive.engine.sight import Place
from wireroom.archive.queries import stories
from wireroom.customers.policy import Reader
from wireroom.customers.rights.reading import Line


def lines_at(
    reader: Reader, places: Sequence[Place], now: datetime, *, all_versions: bool = False
) -> list[Line]:
    """Give the lines at some places of the log, in their order. One query.

    A version that is not the one the reader sees now is left out: it was stopped or renewed since
    it was indexed. With `all_versions` it is enough that the reader may still read it.
    """
    views = stories(reader, {place.guid for place in places}, now)
    found: list[Line] = []
    for place in places:
        if view := views.get(place.guid):
            lines = view.versions if all_versions else (view.current,)
            found += [line for line in lines if line.seq == place.seq]
    return found
