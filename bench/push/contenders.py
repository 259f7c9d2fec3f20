"""A server with its load client: what the phases talk to."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.common import process
from bench.push import memory
from bench.push.client import Answer, LoadClient
from bench.push.items import stream_item, wire_item
from bench.push.servers import Server, Start

_SETTLE_S = 0.2

FAULTS = ("lost", "duplicates", "reordered", "strays", "resets", "closed", "publish_errors")


@dataclass
class Contender:
    """One server, its client, and everything that has gone wrong between them."""

    server: Server
    client: LoadClient
    idle: memory.Memory | None = None
    open_s: float = 0.0
    faults: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FAULTS, 0))
    _seen: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Give the server's name."""
        return self.server.name

    def ask(self, command: str) -> Answer:
        """Have the client do something; adds the server's processor time and sums the faults."""
        pids = self.server.pids
        before = process.usage(pids)
        answer: Answer = self.client.ask(command)
        used = process.usage(pids) - before
        answer |= {"cpu_s": used.ran_s, "waited_s": used.waited_s}
        self._note(answer)
        return answer

    def _note(self, answer: Answer) -> None:
        for fault in FAULTS:
            if fault in {
                "resets",
                "closed",
                "publish_errors",
            }:  # the client counts these from its start
                count = answer.get(fault, self._seen.get(fault, 0))
                self.faults[fault] += count - self._seen.get(fault, 0)
                self._seen[fault] = count
            else:
                self.faults[fault] += answer.get(fault, 0)

    def fill(self, streams: int) -> None:
        """Open the streams; notes how fast that went and what memory each takes.

        One stream comes and goes first: a server makes some things when it first needs them.
        """
        self.client.open(1)
        self.client.ask("close")
        time.sleep(_SETTLE_S)
        before = memory.measure(self.server)
        self.open_s = self.client.open(streams)["seconds"]
        self.idle = (memory.measure(self.server) - before).per(streams)


@contextlib.contextmanager
def running(starts: Sequence[Start], item_bytes: int) -> Iterator[list[Contender]]:
    """Start servers with a client each, for items of `item_bytes`; all is gone on leaving."""
    with TemporaryDirectory(prefix="wireroom-bench-") as name, contextlib.ExitStack() as stack:
        contenders = []
        for number, start in enumerate(starts):
            directory = Path(name) / str(number)
            directory.mkdir()
            server = stack.enter_context(start(directory))
            item = directory / "item.json"
            item.write_bytes((wire_item if server.takes_wire_items else stream_item)(item_bytes))
            contenders.append(Contender(server, stack.enter_context(LoadClient(server, item))))
        yield contenders
