"""Keeps the processes of one machine alive: starts them, restarts what dies, stops all in order."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from wireroom.config.kin import begin_child

_WATCHED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.2, 5.0
_STEADY_AFTER_S = 5.0
"""Who ran this long has recovered: the next restart is quick again."""
_STOP_WITHIN_S = 8.0
"""Then the rest is killed, so that `serve` is gone within ten seconds (systemd waits 90)."""
_TICK_S = 0.25


class Job(Struct, frozen=True, kw_only=True):
    """A process to keep alive. `stop_signal` asks it to finish what it has begun and go."""

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str] = {}
    cwd: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM


class _Child:
    """A job and the process that does it now, or when it is due to start again."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.process: subprocess.Popen[bytes] | None = None
        self.started_s = 0.0
        self.due_s = 0.0
        self.pause_s = _FIRST_PAUSE_S

    def start(self, now_s: float) -> int:
        """Start the process, in a session of its own: Ctrl-C reaches the parent only."""
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.job.argv,
            env={**os.environ, **self.job.environment},
            cwd=self.job.cwd,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(begin_child, os.getpid()),  # noqa: PLW1509 - we have one thread
        )
        self.started_s = now_s
        return self.process.pid

    def ended(self) -> int | None:
        """Give the exit code when the process has ended, and clear its family away."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        self.signal_family(signal.SIGKILL)
        self.process = None
        return code

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the process, if there is one."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)

    def signal_family(self, number: signal.Signals) -> None:
        """Send a signal to the process and whoever it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def schedule_restart(self, now_s: float) -> float:
        """Plan the next start and give the pause; it doubles while the process dies young."""
        if now_s - self.started_s >= _STEADY_AFTER_S:
            self.pause_s = _FIRST_PAUSE_S
        pause_s, self.pause_s = self.pause_s, min(self.pause_s * 2, _LONGEST_PAUSE_S)
        self.due_s = now_s + pause_s
        return pause_s


class Supervisor:
    """Runs `jobs` until it is told to stop. Tells every event in one line through `say`."""

    def __init__(
        self,
        jobs: Sequence[Job],
        *,
        say: Callable[[str], None],
        is_ready: Callable[[], bool] = lambda: True,
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare. `is_ready` is asked until it says yes; then `on_ready` is called, once."""
        self._children = [_Child(job) for job in jobs]
        self._say = say
        self._is_ready = is_ready
        self._on_ready: Callable[[], None] | None = on_ready

    def run(self) -> int:
        """Keep the jobs alive until SIGTERM, SIGINT or SIGHUP; 1 when some had to be killed."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
        try:
            while (reason := self._wait()) is None:
                self._look_after_children()
            self._say(f"stopping ({reason})")
            return self._stop()
        finally:
            for child in self._children:
                child.signal_family(signal.SIGKILL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)

    def _wait(self) -> str | None:
        """Look after the children, then wait for a signal or a tick; a name means: stop."""
        self._look_after_children()
        found = signal.sigtimedwait(_WATCHED, _TICK_S)
        if found is None or found.si_signo == signal.SIGCHLD:
            return None
        return signal.Signals(found.si_signo).name

    def _look_after_children(self) -> None:
        now_s = time.monotonic()
        for child in self._children:
            code = child.ended()
            if code is not None:
                pause_s = child.schedule_restart(now_s)
                self._say(f"{child.job.name}: {_how(code)}; starts again in {pause_s:.1f} s")
            if child.process is None and now_s >= child.due_s:
                self._start(child, now_s)
        if self._on_ready is not None and self._is_ready():
            on_ready, self._on_ready = self._on_ready, None
            on_ready()

    def _start(self, child: _Child, now_s: float) -> None:
        try:
            pid = child.start(now_s)
        except OSError as error:
            child.started_s = now_s
            pause_s = child.schedule_restart(now_s)
            self._say(f"{child.job.name}: cannot start: {error}; tries again in {pause_s:.1f} s")
        else:
            self._say(f"{child.job.name}: started (process {pid})")

    def _stop(self) -> int:
        deadline_s = time.monotonic() + _STOP_WITHIN_S
        for child in self._children:
            child.send(child.job.stop_signal)
        running = [child for child in self._children if child.process is not None]
        while running and time.monotonic() < deadline_s:
            for child in running:
                if (code := child.ended()) is not None:
                    self._say(f"{child.job.name}: {_how(code)}")
            running = [child for child in running if child.process is not None]
            signal.sigtimedwait((signal.SIGCHLD,), 0.05)
        for child in running:
            self._say(f"{child.job.name}: did not stop in {_STOP_WITHIN_S:.0f} s; killed")
            child.signal_family(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
        self._say("stopped")
        return 1 if running else 0


def _how(code: int) -> str:
    if code < 0:
        return f"ended by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"
