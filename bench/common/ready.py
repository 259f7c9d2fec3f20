"""Runs a module once Django is ready, so that it imports models at its top like any other.

    WIREROOM_DATA_DIR=… python -m bench.common.ready MODULE ARGUMENTS…

For processes that do the work of our own program: `command` is how they are started.
"""

from __future__ import annotations

import os
import runpy
import sys

import django


def command(module: str, *arguments: object) -> list[str]:
    """Give the command that runs `module` with Django's settings and tables at hand."""
    return [sys.executable, "-m", "bench.common.ready", module, *map(str, arguments)]


def main() -> None:
    """Wake Django, then be the module that is named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wireroom.config.settings")
    django.setup()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
