"""Children that go with their parent, the lock, the ports."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.config.conftest import wait_for
from wireroom.config import kin

PARENT = """
import os, subprocess, time
from functools import partial
from wireroom.config.kin import begin_child
child = subprocess.Popen(["sleep", "60"], preexec_fn=partial(begin_child, os.getpid()))
print(child.pid, flush=True)
time.sleep(60)
"""


def test_only_one_process_gets_the_lock_and_the_other_hears_who_has_it(tmp_path):
    lock = tmp_path / "data" / "run" / "serve.lock"
    with (
        kin.only_one(lock, "wireroom serve"),
        pytest.raises(kin.AlreadyServing, match=f"as process {os.getpid()}"),
        kin.only_one(lock, "wireroom serve"),
    ):
        pytest.fail("two got in")
    with kin.only_one(lock, "wireroom serve"):
        pass


def test_a_busy_port_is_named_with_the_variable_and_a_free_one_passes():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert kin.accepts("127.0.0.1", port)
        with pytest.raises(kin.PortBusy, match="WIREROOM_WEB_PORT"):
            kin.require_free_port("127.0.0.1", port, "WIREROOM_WEB_PORT")
    kin.require_free_port("127.0.0.1", port, "WIREROOM_WEB_PORT")
    assert not kin.accepts("127.0.0.1", port)


def test_an_address_of_another_machine_is_said_to_be_one():
    with pytest.raises(kin.PortBusy, match="Give --host an address of this machine"):
        kin.require_free_port("192.0.2.1", 8000, "WIREROOM_WEB_PORT")


def test_a_child_goes_when_its_parent_is_killed():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    with parent:
        pid = int(parent.stdout.readline())
        assert alive(pid)
        parent.send_signal(signal.SIGKILL)
    wait_for(lambda: not alive(pid), "the child to go", 5)


def test_a_child_whose_parent_died_at_once_goes_at_once():
    code = (
        "from wireroom.config.kin import die_with_parent; die_with_parent(1 << 30); print('alive')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (-signal.SIGTERM, b"")


def alive(pid):
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        return stat.rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
