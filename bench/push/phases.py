"""What is measured. Every phase gives plain figures, for the JSON and the report."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from bench.push import memory, servers
from bench.push.contenders import Contender, running
from bench.push.plan import Deadline, Plan, Size

Figures = dict[str, Any]

_SINGLE_TIMEOUT_S = 15
_BURST_TIMEOUT_S = 40
_SUSTAIN_TIMEOUT_S = 30
_RECONNECT_TIMEOUT_S = 30
_STALL_SHARE = 0.05
_STALL_ITEM_BYTES = 16_384
_STALL_STEP_ITEMS = 20
_PROBES = 10
_KEPT = ("p50_ms", "p99_ms", "last_ms", "span_ms", "cpu_s", "waited_s", "delivered", "expected")


def fan_out(size: Size, plan: Plan, starts: Sequence[servers.Start], deadline: Deadline) -> Figures:
    """Publish single items, then bursts, to every server in turn.

    A B C A B C …: the order turns by one each round, so that nobody always follows the same
    neighbour. The first round warms up and is not counted.
    """
    with running(starts, plan.item_bytes) as contenders:
        for contender in contenders:
            contender.fill(size.streams)
        _rounds(contenders, f"publish 1 {_SINGLE_TIMEOUT_S}", 1, deadline)
        for contender in contenders:
            contender.ask("fairness")
        singles = _rounds(contenders, f"publish 1 {_SINGLE_TIMEOUT_S}", size.rounds, deadline)
        fairness = {c.name: c.ask("fairness") for c in contenders}
        burst = f"publish {plan.burst_items} {_BURST_TIMEOUT_S}"
        return {
            "streams": size.streams,
            "singles": singles,
            "fairness": fairness,
            "bursts": _rounds(contenders, burst, size.bursts, deadline),
            "idle": {c.name: c.idle for c in contenders},
            "open_s": {c.name: c.open_s for c in contenders},
            "faults": {c.name: c.faults for c in contenders},
        }


def _rounds(
    contenders: Sequence[Contender], command: str, count: int, deadline: Deadline
) -> dict[str, list[Figures]]:
    rounds: dict[str, list[Figures]] = {c.name: [] for c in contenders}
    for turn in range(count):
        if not deadline.allows(f"round {turn + 1} of {command}"):
            break
        shift = turn % len(contenders)
        for contender in (*contenders[shift:], *contenders[:shift]):
            rounds[contender.name].append(_keep(contender.ask(command)))
    return rounds


def _keep(answer: Figures) -> Figures:
    return {name: answer[name] for name in _KEPT}


def sustained(plan: Plan, deadline: Deadline) -> dict[str, Figures]:
    """Publish at a steady rate to Wireroom and to the floor, one after the other."""
    results: dict[str, Figures] = {}
    for start in (servers.wireroom, servers.floor):
        if not deadline.allows(f"{plan.sustain_rate} items a second"):
            break
        with running([start], plan.item_bytes) as (contender,):
            contender.fill(plan.sustain_streams)
            contender.ask(f"publish 1 {_SINGLE_TIMEOUT_S}")
            command = f"sustain {plan.sustain_rate} {plan.sustain_s} {_SUSTAIN_TIMEOUT_S}"
            results[contender.name] = contender.ask(command)
    return results


def reconnects(plan: Plan) -> Figures:
    """Have all streams of Wireroom leave, miss some items, and come back at once."""
    with running([servers.wireroom], plan.item_bytes) as (contender,):
        contender.fill(plan.reconnect_streams)
        command = f"reconnect {plan.missed_items} {_RECONNECT_TIMEOUT_S}"
        answers = [contender.ask(command) for _ in range(plan.reconnects)]
        return {
            "streams": plan.reconnect_streams,
            "missed_items": plan.missed_items,
            "opened_s": [answer["opened_s"] for answer in answers],
            "seconds": [answer["seconds"] for answer in answers],
            "faults": contender.faults,
        }


def stalled(plan: Plan, starts: Sequence[servers.Start], deadline: Deadline) -> dict[str, Figures]:
    """Let 5 % of the readers hang while large items go out; watch memory and the others' delay."""
    results: dict[str, Figures] = {}
    for start in starts:
        if not deadline.allows("stalled readers"):
            break
        with running([start], _STALL_ITEM_BYTES) as (contender,):
            contender.fill(plan.stall_streams)
            results[contender.name] = _stall(contender, plan, deadline)
    return results


def _stall(contender: Contender, plan: Plan, deadline: Deadline) -> Figures:
    before = _probe(contender)
    idle = memory.measure(contender.server)
    count = contender.ask(f"stall {max(1, int(plan.stall_streams * _STALL_SHARE))}")["stalled"]
    steps = []
    for step in range(plan.stall_steps):
        if not deadline.allows(f"step {step + 1} with stalled readers"):
            break
        contender.ask(f"publish {_STALL_STEP_ITEMS} {_BURST_TIMEOUT_S}")
        steps.append((memory.measure(contender.server) - idle).per(count))
    after = _probe(contender)
    resumed = contender.ask("unstall 2")
    return {
        "stalled": count,
        "published_mb": len(steps) * _STALL_STEP_ITEMS * _STALL_ITEM_BYTES / 1e6,
        "per_stalled": steps,
        "live_p99_ms_before": before,
        "live_p99_ms_stalled": after,
        "cut": resumed["cut"],
        "lost": contender.faults["lost"],
    }


def _probe(contender: Contender) -> list[float]:
    answers = []
    for _ in range(_PROBES):
        answers.append(contender.ask(f"publish 1 {_SINGLE_TIMEOUT_S}")["p99_ms"])
        time.sleep(0.02)
    return answers
