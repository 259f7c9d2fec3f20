"""Run `python -m bench.backoffice` as a plain file, from any directory."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])
runpy.run_module("bench.backoffice", run_name="__main__", alter_sys=True)
