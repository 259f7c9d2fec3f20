"""The whole house on free ports with a data directory of its own: pages, streams and a newsroom."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from wireroom.kernel.ids import new_guid

ROOT = Path(__file__).parents[2]
_START_WITHIN_S = 40.0


class House:
    """Starts and stops processes; gives orders to the newsroom."""

    def __init__(self, data_dir: Path) -> None:
        """Choose ports; nothing runs yet."""
        self.web_port, self.push_port = _free_ports(2)
        self.base = f"http://localhost:{self.web_port}"
        self.environment = {
            **{name: text for name, text in os.environ.items() if not name.startswith("WIREROOM_")},
            "DJANGO_SETTINGS_MODULE": "tests.support.house_settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "WIREROOM_DATA_DIR": str(data_dir),
            "WIREROOM_WEB_PORT": str(self.web_port),
            "WIREROOM_PUSH_PORT": str(self.push_port),
        }
        self._log = (data_dir / "processes.log").open("ab")
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def wireroom(self, *command: str) -> None:
        """Run a command to its end."""
        argv = [sys.executable, "-m", "wireroom.config.cli", *command]
        subprocess.run(
            argv, env=self.environment, check=True, stdout=self._log, stderr=self._log, timeout=120
        )

    def start(self, *names: str) -> None:
        """Start `wireroom <name>` for each name; wait until those that listen do."""
        for name in names:
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-m", "wireroom.config.cli", name],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
            )  # fmt: skip
        for name, port in {"push": self.push_port, "web": self.web_port}.items():
            if name in names:
                _wait_for(port, self._processes[name])

    def start_newsroom(self) -> None:
        """Start the process that obeys `order`."""
        self._processes["newsroom"] = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.newsroom"],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
        )  # fmt: skip

    def order(self, order: str, **facts: Any) -> dict[str, Any]:
        """Have the newsroom do something and wait until it is done."""
        newsroom = self._processes["newsroom"]
        assert newsroom.stdin is not None
        assert newsroom.stdout is not None
        newsroom.stdin.write(json.dumps([order, facts]).encode() + b"\n")
        newsroom.stdin.flush()
        answer: dict[str, Any] = json.loads(newsroom.stdout.readline())
        return answer

    def release(self, **over: Any) -> dict[str, Any]:
        """Release a story and give its content; name what should be otherwise."""
        content = {
            "guid": new_guid(),
            "version": 1,
            "language": "en",
            "headline": "Harbour reopens after storm",
            "slugline": "HARBOUR-STORM",
            "body": [{"type": "paragraph", "text": "Ships moved again on Monday."}],
        } | over
        self.order("release", **content)
        return content

    def stop(self, name: str) -> None:
        """Stop a process and wait until it is gone."""
        process = self._processes.pop(name)
        if process.stdin:
            process.stdin.close()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()

    def close(self) -> None:
        """Stop everything."""
        for name in list(self._processes):
            self.stop(name)
        self._log.close()


@contextmanager
def running(data_dir: Path) -> Iterator[House]:
    """Run the house that is set up in `data_dir`, and stop all of it."""
    house = House(data_dir)
    try:
        house.start_newsroom()
        house.start("push", "web", "worker")
        _wait_for_pages(house.base)
        yield house
    finally:
        house.close()


def _wait_for_pages(base: str) -> None:
    deadline_s = time.monotonic() + _START_WITHIN_S
    while True:
        try:
            urlopen(f"{base}/login/", timeout=5).close()  # noqa: S310 - our own address
        except (URLError, ConnectionError):
            if time.monotonic() > deadline_s:
                raise
            time.sleep(0.2)
        else:
            return


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline_s = time.monotonic() + _START_WITHIN_S
    while time.monotonic() < deadline_s:
        if process.poll() is not None:
            raise ChildProcessError(f"{process.args} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port}")


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
