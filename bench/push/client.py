"""The load client (load.c) as the harness sees it: a command, an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.common import machine
from bench.common.build import compile_c
from bench.common.dialogue import Dialogue
from bench.push.servers import Server

Answer = dict[str, Any]
_HERE = Path(__file__).resolve().parent
_SOURCES = [_HERE / name for name in ("load.c", "stream.c", "publish.c", "tally.c")]


class LoadClient(Dialogue):
    """Many streams to one server, and the publisher that feeds it."""

    def __init__(self, server: Server, item: Path) -> None:
        """Start the client beside `server`; it will publish the item in the file `item`."""
        program = str(compile_c("load", _SOURCES))
        command = [program, "--port", str(server.port), "--item", str(item), *server.client_args]
        super().__init__(command, core=machine.client_core())

    def open(self, count: int) -> Answer:
        """Open `count` streams.

        Raises:
            RuntimeError: not all of them opened.
        """
        answer: Answer = self.ask(f"open {count}")
        if answer["opened"] != count:
            raise RuntimeError(f"{answer['opened']} of {count} streams opened.")
        return answer
