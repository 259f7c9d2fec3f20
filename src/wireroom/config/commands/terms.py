"""What the commands share: exit codes, how they speak, how they wake Django."""

from __future__ import annotations

import logging
import sys
import time

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

_LINE_EVERY_S = 5.0


def say(text: str) -> None:
    """Tell the operator one line, on stderr: stdout is for results."""
    print(text, file=sys.stderr, flush=True)


def setup_django() -> None:
    """Load the settings and the applications; a wrong setting ends the command with its name."""
    import django  # noqa: PLC0415 - `wireroom --help` answers without it

    django.setup()
    logging.getLogger("wagtail").setLevel(logging.WARNING)  # else a line for each revision


def collect_static() -> None:
    """Gather the static files of all rooms in the data directory, where the server finds them."""
    from django.core.management import call_command  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)


class Progress:
    """Progress on stderr: a line redrawn on a terminal, one every few seconds elsewhere."""

    def __init__(self, what: str, total: int | None = None) -> None:
        """Name the work and, when known, how many there are."""
        self.what, self.total, self.done = what, total, 0
        self._began_s = self._told_s = time.monotonic()
        self._redraws = sys.stderr.isatty()

    def step(self, done: int | None = None) -> None:
        """Say that one more is done, or that `done` are."""
        self.done = self.done + 1 if done is None else done
        now_s = time.monotonic()
        if now_s - self._told_s >= (0.2 if self._redraws else _LINE_EVERY_S):
            self._told_s = now_s
            self._tell("\r\033[K" if self._redraws else "", "" if self._redraws else "\n")

    def finish(self) -> None:
        """Give the sum and the rate."""
        self._tell("\r\033[K" if self._redraws else "", "\n")

    @property
    def per_second(self) -> float:
        """The rate so far."""
        return self.done / max(time.monotonic() - self._began_s, 1e-9)

    def _tell(self, before: str, after: str) -> None:
        of = f" of {self.total}" if self.total else ""
        text = f"{before}{self.what}: {self.done}{of} ({self.per_second:.0f}/s){after}"
        print(text, end="", file=sys.stderr, flush=True)
