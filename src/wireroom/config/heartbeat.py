"""Signs of life of worker and deliverer: small files that `/healthz` reads."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct


class Beat(Struct, frozen=True):
    """When a process last went round, when each job last succeeded, and what is wrong with it."""

    at: datetime
    succeeded_at: dict[str, datetime] = {}
    troubles: dict[str, str] = {}


def _file(run_dir: Path, name: str) -> Path:
    return run_dir / f"{name}.json"


def write(run_dir: Path, beat: Beat, name: str = "worker") -> None:
    """Leave a sign of life; a reader sees the old or the new one, never half of it."""
    run_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = _file(run_dir, name).with_suffix(f".{os.getpid()}")
    fresh.write_bytes(msgspec.json.encode(beat))
    fresh.replace(_file(run_dir, name))


def remove(run_dir: Path, name: str) -> None:
    """Take the sign of life away: the process ends because it was told to."""
    _file(run_dir, name).unlink(missing_ok=True)


def read(run_dir: Path, name: str = "worker") -> Beat | None:
    """Give the last sign of life, None when there is none."""
    try:
        return msgspec.json.decode(_file(run_dir, name).read_bytes(), type=Beat)
    except (OSError, msgspec.DecodeError):
        return None
