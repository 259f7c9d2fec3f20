"""How much a run of the matching benchmark does."""

from __future__ import annotations

from dataclasses import dataclass

FIRST = 10_000
"""The sizes at which growth is looked at: this, ten times this, and so on."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole run."""

    queries: int
    stories: int
    """Held-out stories that each engine is asked about."""
    naive_queries: int
    naive_stories: int
    peer_stories: int
    changes: int
    """Queries added, changed and removed one by one."""

    def sizes(self) -> list[int]:
        """Give the sizes to look at, the whole at the end."""
        sizes, size = [], FIRST
        while size < self.queries:
            sizes.append(size)
            size *= 10
        return [*sizes, self.queries]


COMPLETE = Plan(
    queries=1_000_000,
    stories=2_000,
    naive_queries=10_000,
    naive_stories=20,
    peer_stories=200,
    changes=5_000,
)


def custom(queries: int) -> Plan:
    """Plan a smaller run."""
    return Plan(
        queries=queries,
        stories=500,
        naive_queries=min(queries, 2_000),
        naive_stories=10,
        peer_stories=100,
        changes=1_000,
    )
