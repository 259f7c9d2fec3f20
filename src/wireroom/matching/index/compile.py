"""Compile the matcher's core: `python -m wireroom.matching.index.compile`.

The build hook (`hatch_build.py`) runs this file by its path before Wireroom is installed, so it
imports nothing of Wireroom.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).with_name("core.c")
LIBRARY = Path(__file__).with_name("_core.so")
_FLAGS = ("-O3", "-std=c11", "-shared", "-fPIC")
"""Not for this machine's own processor: what is built is copied to others."""


class NotCompiled(Exception):
    """There is no compiler, or it refused."""


def compile_core(library: Path = LIBRARY) -> Path:
    """Compile the core to `library`, which is replaced in one step.

    Raises:
        NotCompiled: with what to tell a person.
    """
    name = os.environ.get("CC", "cc")
    compiler = shutil.which(name)
    if compiler is None:
        raise NotCompiled(f"there is no C compiler ({name})")
    with tempfile.TemporaryDirectory(dir=library.parent, prefix="_core-") as directory:
        fresh = Path(directory) / library.name
        command = [compiler, *_FLAGS, "-o", str(fresh), str(SOURCE)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the compiler of whoever builds, on our own source
        if run.returncode:
            raise NotCompiled(f"{compiler} refused: {run.stderr.strip()}")
        fresh.replace(library)
    return library


if __name__ == "__main__":
    try:
        print(f"Compiled to {compile_core()}.")  # noqa: T201 - a command speaks by printing
    except NotCompiled as error:
        sys.exit(f"Not compiled: {error}.")
