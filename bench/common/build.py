"""What the benchmarks make for themselves: programs in C, and room for what is measured."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

BUILD_DIR = Path(__file__).resolve().parents[1] / "build"
_FLAGS = ["-O2", "-Wall", "-Wextra"]


def scratch_dir() -> Path:
    """Give a directory for what is measured: on a disk, where a temporary one may be memory."""
    BUILD_DIR.mkdir(exist_ok=True)
    return BUILD_DIR


def compile_c(name: str, sources: Sequence[Path]) -> Path:
    """Compile `sources` into one program, unless it is newer than all that lies beside them."""
    program = BUILD_DIR / name
    watched = [*sources, *sources[0].parent.glob("*.h")]
    if program.exists() and program.stat().st_mtime > max(p.stat().st_mtime for p in watched):
        return program
    scratch_dir()
    subprocess.run(["cc", *_FLAGS, "-o", str(program), *map(str, sources)], check=True)
    return program
