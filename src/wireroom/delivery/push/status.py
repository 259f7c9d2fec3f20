"""What the operator may see of a push process: health as JSON, figures as Prometheus text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wireroom.delivery.push.core import Hub

_METRICS = (
    ("streams", "gauge", "Open streams."),
    ("feed_streams", "gauge", "Those of them that read a feed."),
    ("connections", "gauge", "Open connections, streams and others."),
    ("classes", "gauge", "Classes of equal rights and format."),
    ("head_seq", "gauge", "Newest entry of the wire passed on."),
    ("held_bytes", "gauge", "Bytes of entries kept in memory."),
    ("source_ready", "gauge", "Whether the source answers."),
    ("source_starts_total", "counter", "Times that the source was started."),
    ("accepted_total", "counter", "Connections accepted."),
    ("sent_bytes_total", "counter", "Bytes of live entries sent."),
    ("sends_total", "counter", "Pieces of live entries sent, one for each reader and flush."),
)


class Tally:
    """Counts since the process began."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.accepted = 0
        self.sends = 0
        self.sent_bytes = 0
        self.cuts: Counter[str] = Counter()
        """Streams ended by the server, by reason."""
        self.refusals: Counter[int] = Counter()
        """Requests answered with something else than a stream, by status."""


def figures(
    hubs: Sequence[Hub], tally: Tally, *, connections: int, is_ready: bool, starts: int
) -> dict[str, int]:
    """Collect the figures; their names are those of the metrics. The wire's hub comes first."""
    wire, feeds = hubs
    return {
        "streams": sum(len(hub.readers) for hub in hubs),
        "feed_streams": len(feeds.readers),
        "connections": connections,
        "classes": sum(len(hub.shares) for hub in hubs),
        "head_seq": wire.head,
        "held_bytes": sum(hub.held_bytes for hub in hubs),
        "source_ready": int(is_ready),
        "source_starts_total": starts,
        "accepted_total": tally.accepted,
        "sent_bytes_total": tally.sent_bytes,
        "sends_total": tally.sends,
    }


def health(found: dict[str, int], tally: Tally) -> bytes:
    """Spell the state as JSON."""
    state = {
        "status": "ok" if found["source_ready"] else "no_source",
        "streams": found["streams"],
        "classes": found["classes"],
        "head_seq": found["head_seq"],
        "source_ready": bool(found["source_ready"]),
        "cuts": tally.cuts,
    }
    return msgspec.json.encode(state)


def metrics(found: dict[str, int], tally: Tally) -> bytes:
    """Spell the figures in the Prometheus text format 0.0.4."""
    lines = []
    for name, kind, text in _METRICS:
        lines += [f"# HELP wireroom_push_{name} {text}", f"# TYPE wireroom_push_{name} {kind}"]
        lines.append(f"wireroom_push_{name} {found[name]}")
    lines += [
        "# HELP wireroom_push_cuts_total Streams ended by the server.",
        "# TYPE wireroom_push_cuts_total counter",
        *(
            f'wireroom_push_cuts_total{{reason="{reason}"}} {n}'
            for reason, n in sorted(tally.cuts.items())
        ),
        "# HELP wireroom_push_refusals_total Requests that did not become a stream.",
        "# TYPE wireroom_push_refusals_total counter",
        *(
            f'wireroom_push_refusals_total{{status="{s}"}} {n}'
            for s, n in sorted(tally.refusals.items())
        ),
    ]
    return ("\n".join(lines) + "\n").encode()
