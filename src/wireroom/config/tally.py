"""What a client of the stream counts: items, order, duplicates, delay."""

from __future__ import annotations

import json
from collections import Counter

from wireroom.config.sseclient import Event
from wireroom.kernel.clock import from_iso


class Tally:
    """The count over all connections of a run."""

    def __init__(self, since_s: float = 0.0) -> None:
        """Begin at nothing. What was released before `since_s` is backlog, without delay."""
        self._since_s = since_s
        self.backlog = 0
        self.events: Counter[str] = Counter()
        self.items = self.doubled = self.reordered = self.broken = 0
        self.delays_ms: list[float] = []

    def take(self, event: Event, seen: dict[str, int], now_s: float) -> None:
        """Count one event of a connection; `seen` holds the newest version of each story there."""
        self.events[event.name] += 1
        if event.name == "reset":
            seen.clear()
        if event.name != "message":
            return
        try:
            item = json.loads(event.data)
            guid, version = item["guid"], item["version"]
            released_s = from_iso(item["released_at"]).timestamp()
        except (ValueError, KeyError, TypeError):
            self.broken += 1
            return
        self.items += 1
        if released_s < self._since_s:
            self.backlog += 1
        else:
            self.delays_ms.append(max(0.0, (now_s - released_s) * 1000))
        newest = seen.get(guid, 0)
        self.doubled += version == newest
        self.reordered += version < newest
        seen[guid] = max(version, newest)

    @property
    def faults(self) -> int:
        """How often a promise was broken."""
        return self.doubled + self.reordered + self.broken

    def percentile_ms(self, share: float) -> float:
        """Give the delay that `share` of the items did not exceed; 0 without items."""
        ordered = sorted(self.delays_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    def lines(self) -> list[str]:
        """Report in words."""
        delays = ", ".join(
            f"{name} {self.percentile_ms(share):.1f}"
            for name, share in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1.0))
        )
        others = ", ".join(f"{n} {c}" for n, c in sorted(self.events.items()) if n != "message")
        faults = f"doubled {self.doubled}, out of order {self.reordered}, broken {self.broken}"
        return [
            f"items {self.items} (backlog {self.backlog}), {faults}",
            f"delay from release in ms over {len(self.delays_ms)} live items: {delays}",
            f"other events: {others or 'none'}",
        ]
