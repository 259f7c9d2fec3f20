"""The machine a benchmark runs on: its limits, its cores, and how busy it is."""

from __future__ import annotations

import os
import platform
import resource
import shutil
from pathlib import Path

SERVER_CORE = 0
CLIENT_CORE = 1


def raise_file_limit(needed: int) -> None:
    """Let this process and its children open as many files as the system allows.

    Raises:
        SystemExit: that is fewer than `needed`.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise SystemExit(f"{needed} open files are needed and `ulimit -Hn` is {hard}.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def server_core() -> int | None:
    """Give the core servers are pinned to, or None when there are not two cores to keep apart."""
    return SERVER_CORE if _can_pin() else None


def client_core() -> int | None:
    """Give the core clients are pinned to, or None as above."""
    return CLIENT_CORE if _can_pin() else None


def _can_pin() -> bool:
    return {SERVER_CORE, CLIENT_CORE} <= os.sched_getaffinity(0)


def free_memory_mb() -> int:
    """Tell how much memory is available."""
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) // 1024
    return 0


def describe(directory: Path) -> dict[str, str | int | float]:
    """Say what the figures were measured on; `directory` is where the durable part writes."""
    return {
        "cpu": _cpu_model(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_free_mb": free_memory_mb(),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "disk_free_gb": shutil.disk_usage(directory).free // 2**30,
        "load_before": round(os.getloadavg()[0], 2),
        "pinned": "yes" if _can_pin() else "no: fewer than two cores",
    }


def _cpu_model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()
