"""What became of a feed's numbers, what it would have got, and why."""

from __future__ import annotations

from pydantic import Field

from wireroom.delivery.api.schemas.base import Moment, Out
from wireroom.delivery.queries.dry_run import DryRun
from wireroom.delivery.queries.explaining import Explained
from wireroom.delivery.queries.ledger import AttemptFacts, DeliveryFacts


class AttemptOut(Out):
    """One try to hand a delivery over."""

    at: Moment
    outcome: str
    status: int
    took_ms: int
    detail: str
    request: str
    answer: str
    by: str

    @classmethod
    def of(cls, facts: AttemptFacts) -> AttemptOut:
        """Spell an attempt."""
        told = facts._asdict()
        return cls(**{name: told[name] for name in cls.model_fields})


class DeliveryOut(Out):
    """One number of a feed, and what became of it."""

    number: int
    guid: str
    version: int
    update_type: str
    released_at: Moment
    product: str
    reason: str
    state: str
    void_why: str
    made_at: Moment
    due_at: Moment
    attempts: int
    sends: int
    outcome: str
    taken_at: Moment | None = None
    acknowledged_at: Moment | None = None

    @classmethod
    def of(cls, facts: DeliveryFacts) -> DeliveryOut:
        """Spell a row of the ledger."""
        told = facts._asdict()
        return cls(**{name: told[name] for name in cls.model_fields})


class Log(Out):
    """A piece of a feed's log."""

    deliveries: list[DeliveryOut]
    more: bool


class DeliveryLog(Out):
    """One delivery with its tries, the newest first; tries of some weeks ago are cleared away."""

    delivery: DeliveryOut
    tries: list[AttemptOut]


class ExplainedOut(Out):
    """What became of a version, and why."""

    version: int
    headline: str
    number: int | None = None
    reason: str
    text: str

    @classmethod
    def of(cls, said: Explained) -> ExplainedOut:
        """Spell an explanation."""
        return cls(**said._asdict())


class Explanation(Out):
    """What became of each version of a story in a feed."""

    versions: list[ExplainedOut]


class DryLineOut(Out):
    """One version that the feed would have got."""

    guid: str
    version: int
    headline: str
    update_type: str
    released_at: Moment
    level: int
    product: str


class DryRunOut(Out):
    """What a feed would have got, the newest first."""

    lines: list[DryLineOut]
    total: int
    complete: bool = Field(description="Whether the wire was read to the end of the period.")
    trouble: str = Field(description="What is wrong with the query; usually empty.")

    @classmethod
    def of(cls, found: DryRun) -> DryRunOut:
        """Spell what was found."""
        lines = [DryLineOut(**line._asdict()) for line in found.lines]
        return cls(lines=lines, total=found.total, complete=found.complete, trouble=found.trouble)
