"""Whole processes on throw-away data directories and free ports."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support import templates

PATIENCE_S = 60.0


def wait_for(condition: Callable[[], object], what: str, timeout_s: float = PATIENCE_S) -> object:
    """Wait until `condition` gives something, and give it."""
    deadline_s = time.monotonic() + timeout_s
    while time.monotonic() < deadline_s:
        if found := condition():
            return found
        time.sleep(0.05)
    pytest.fail(f"waited {timeout_s} s for {what}")


def free_ports() -> tuple[int, int]:
    """Give a port for pages and one for streams whose neighbour is free, too."""
    while True:
        with contextlib.ExitStack() as stack:
            first = stack.enter_context(socket.socket())
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            with contextlib.suppress(OSError, OverflowError):
                for neighbour in (port + 1, port + 2):
                    stack.enter_context(socket.socket()).bind(("127.0.0.1", neighbour))
                return port, port + 1


def processes_of(data_dir: Path) -> dict[int, str]:
    """Give the living processes that work on `data_dir`, by their environment or where they run."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            environment = process.joinpath("environ").read_bytes().split(b"\0")
            here = f"WIREROOM_DATA_DIR={data_dir}".encode() in environment
            here = here or str(process.joinpath("cwd").resolve()).startswith(str(data_dir))
            state = process.joinpath("stat").read_text().rpartition(")")[2].split()[0]
            if here and state != "Z" and int(process.name) != os.getpid():
                command = process.joinpath("cmdline").read_bytes().replace(b"\0", b" ")
                found[int(process.name)] = command.decode().strip()
    return found


@dataclass
class House:
    """An agency in a directory of its own."""

    data_dir: Path
    web_port: int
    push_port: int
    extra: dict[str, str] = field(default_factory=dict)
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        ours = {name: value for name, value in os.environ.items() if "WIREROOM" not in name}
        ours.pop("DJANGO_SETTINGS_MODULE", None)
        return ours | {
            "WIREROOM_DATA_DIR": str(self.data_dir),
            "WIREROOM_WEB_PORT": str(self.web_port),
            "WIREROOM_PUSH_PORT": str(self.push_port),
            **self.extra,
        }

    def command(self, *argv: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        line = [sys.executable, "-m", "wireroom.config.cli", *argv]
        return subprocess.run(
            line, env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )

    def start(self, *argv: str, module: str = "wireroom.config.cli") -> subprocess.Popen[str]:
        """Start a command; its output goes to `log`."""
        with self.log.open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *argv],
                env=self.environment,
                stdout=log,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    @property
    def log(self) -> Path:
        """Where started commands write."""
        return self.data_dir.parent / f"{self.data_dir.name}.log"

    def get(self, path: str) -> int:
        """Ask for a page and give the status, 0 when nobody answers."""
        try:
            url = f"http://127.0.0.1:{self.web_port}{path}"
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0

    def serve(self, *argv: str) -> subprocess.Popen[str]:
        """Start `serve` and wait until it says that it is ready."""
        before = self.log.read_text().count("ready: ") if self.log.exists() else 0
        process = self.start("serve", *argv)

        def ready() -> bool:
            assert process.poll() is None, self.log.read_text()
            return self.log.read_text().count("ready: ") > before

        wait_for(ready, "serve to be ready")
        return process

    def child(self, name: str) -> int:
        """Give the process id of a child of `serve`, 0 when it is not running."""
        for pid, command in processes_of(self.data_dir).items():
            if command.endswith(f"wireroom.config.cli {name}") or f"cli {name} " in command:
                return pid
        return 0

    def tear_down(self) -> None:
        """End everything that works on the directory."""
        for process in self.running:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process.wait()
        for pid in processes_of(self.data_dir):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="session")
def template_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory after `init`, to be copied."""
    return templates.house(tmp_path_factory)


@pytest.fixture(scope="session")
def demo_template_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after `init --demo`."""
    return templates.demo_house(tmp_path_factory)


@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[House]:
    """An agency that is not set up."""
    house = House(tmp_path / "data", *free_ports())
    yield house
    house.tear_down()


@pytest.fixture
def house(empty_house: House, template_dir: Path) -> House:
    """An agency that is set up and empty."""
    templates.copy(template_dir, empty_house.data_dir)
    return empty_house


@pytest.fixture
def demo_house(empty_house: House, demo_template_dir: Path) -> House:
    """The demo agency."""
    templates.copy(demo_template_dir, empty_house.data_dir)
    return empty_house
