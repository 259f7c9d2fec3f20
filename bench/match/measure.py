"""A whole run of the matching benchmark: every job in a process of its own, one after the other."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.common import machine
from bench.match import peer, worker
from bench.match.plan import Plan
from wireroom.matching.index import EngineMissing, MatchIndex


def run(plan: Plan, directory: Path) -> dict[str, Any]:
    """Measure everything; what is missing on this machine is said and left out.

    Raises:
        SystemExit: a job failed, or two engines gave different answers.
    """
    figures: dict[str, Any] = {"machine": machine.describe(directory), "plan": plan}
    with tempfile.TemporaryDirectory(dir=directory, prefix="bench-match-") as place:
        for job in ("build", *_engines(), "naive", *_peers()):
            print(f"… {job}", file=sys.stderr)
            figures[job] = _done(worker.command(job, plan, Path(place)), job)
    digests = {figures[job]["digest"] for job in ("numpy", "compiled", "peer") if job in figures}
    if len(digests) > 1:
        raise SystemExit("The engines gave different answers; nothing was written.")
    return figures


def _engines() -> tuple[str, ...]:
    try:
        MatchIndex("compiled")
    except EngineMissing as error:
        print(f"!! the compiled engine is left out: {error}", file=sys.stderr)
        return ("numpy",)
    return ("compiled", "numpy")


def _peers() -> tuple[str, ...]:
    if peer.is_installed():
        return ("peer",)
    print("!! mokaccino is left out: `pip install --group bench` installs it.", file=sys.stderr)
    return ()


def _done(command: list[str], job: str) -> Any:
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"The job {job} failed; it has said why above.")
    return json.loads(done.stdout)
