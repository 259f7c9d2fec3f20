"""A helper process that is given commands line by line and answers each with a line of JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from bench.common import process


class Dialogue:
    """The other side of such a process; it ends on leaving."""

    def __init__(
        self, command: Sequence[str], *, core: int | None, env: Mapping[str, str] | None = None
    ) -> None:
        """Start `command` on `core`."""
        self._name = command[0]
        self._process = process.start(command, core=core, env=env, pipes=True)
        if not self._process.stdin or not self._process.stdout:
            raise RuntimeError(f"{self._name} has no pipes.")
        self._says, self._hears = self._process.stdout, self._process.stdin

    def ask(self, command: str) -> Any:
        """Give one command and wait for its answer.

        Raises:
            RuntimeError: the process ended; it has said why on stderr.
        """
        self._hears.write(command + "\n")
        self._hears.flush()
        return self.listen()

    def listen(self) -> Any:
        """Wait for something it says unasked.

        Raises:
            RuntimeError: as `ask`.
        """
        line = self._says.readline()
        if not line:
            raise RuntimeError(f"{self._name} ended; it has said why above.")
        return json.loads(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        process.stop(self._process)
