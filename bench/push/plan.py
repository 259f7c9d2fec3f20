"""What a run of the push benchmark does, and how long it may take."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Size:
    """Rounds with this many open streams."""

    streams: int
    rounds: int
    bursts: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole run."""

    sizes: tuple[Size, ...]
    item_bytes: int = 1024
    burst_items: int = 100
    sustain_streams: int
    sustain_rate: int = 50
    sustain_s: int = 10
    reconnect_streams: int
    reconnects: int
    missed_items: int = 20
    """What is published while everybody is away."""
    stall_streams: int
    stall_steps: int
    """Each step hands over STALL_STEP_ITEMS large items, then memory is read."""
    most_s: float
    """No new phase starts after this long."""


COMPLETE = Plan(
    sizes=(Size(1000, 40, 3), Size(5000, 30, 3), Size(10000, 50, 3)),
    sustain_streams=10000,
    reconnect_streams=10000,
    reconnects=5,
    stall_streams=1000,
    stall_steps=20,
    most_s=600,
)
QUICK = Plan(
    sizes=(Size(1000, 12, 1),),
    sustain_streams=1000,
    sustain_s=3,
    reconnect_streams=1000,
    reconnects=2,
    stall_streams=200,
    stall_steps=8,
    most_s=60,
)


def custom(streams: int, rounds: int, most_s: float) -> Plan:
    """Plan one size for everything: to look at one machine, or to test the benchmark."""
    return Plan(
        sizes=(Size(streams, rounds, min(rounds, 3)),),
        sustain_streams=streams,
        sustain_s=1 if streams < 1000 else 10,  # noqa: PLR2004 - a try-out
        reconnect_streams=streams,
        reconnects=min(rounds, 3),
        stall_streams=min(streams, 1000),
        stall_steps=4 if streams < 1000 else 20,  # noqa: PLR2004 - as above
        most_s=most_s,
    )


@dataclass
class Deadline:
    """Bounds the run: commands get shorter time-outs near the end, phases are left out after it."""

    most_s: float
    started: float = field(default_factory=time.monotonic)
    left_out: list[str] = field(default_factory=list)

    def allows(self, phase: str) -> bool:
        """Whether `phase` may still start; notes that it was left out when not."""
        if time.monotonic() - self.started < self.most_s:
            return True
        self.left_out.append(phase)
        print(f"!! out of time: {phase} is left out")
        return False

    def elapsed_s(self) -> float:
        """Tell how long the run has taken so far."""
        return time.monotonic() - self.started
