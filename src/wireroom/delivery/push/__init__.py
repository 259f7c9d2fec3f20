"""The push server: streams of the wire to thousands of readers (ADR 5).

`main` is the push process. It knows sockets and nothing else; its child, the source
(`wireroom.delivery.source`), knows the wire and the rights. They speak `frames`.
"""

from __future__ import annotations

import argparse
import logging
import shlex
import sys
from typing import TYPE_CHECKING

from wireroom.delivery import conf

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE = (sys.executable, "-m", "wireroom.delivery.source")


def main(
    *, host: str | None = None, port: int | None = None, source: Sequence[str] = SOURCE
) -> int:
    """Serve streams until SIGTERM; arguments that are given win over the environment.

    `source` is the command that starts the source: another program in the benchmark, see `frames`.
    """
    from wireroom.delivery.push.shell import Shell  # noqa: PLC0415 - --help needs none of it

    form = "{asctime} {levelname} push: {message}"
    logging.basicConfig(level=logging.INFO, format=form, style="{")
    Shell(conf.load(host=host, port=port), source).run()
    return 0


def run(argv: Sequence[str] | None = None) -> int:
    """Serve streams as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m wireroom.delivery.push", description=__doc__)
    parser.add_argument("--host", help="address to listen on")
    parser.add_argument("--port", type=int, help="port to listen on, 0 for any")
    parser.add_argument("--source", type=shlex.split, default=SOURCE, help="command of the source")
    options = parser.parse_args(argv)
    return main(host=options.host, port=options.port, source=options.source)
