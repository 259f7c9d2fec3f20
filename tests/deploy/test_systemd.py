"""The example unit."""

from __future__ import annotations

import configparser
import socket
from pathlib import Path

from wireroom.config import notify

UNIT = Path(__file__).parents[2] / "deploy" / "systemd" / "wireroom.service"


def unit():
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read_string(UNIT.read_text(encoding="utf-8"))
    return parser


def test_it_starts_serve_and_gives_it_time_to_stop():
    service = unit()["Service"]
    assert service["ExecStart"].endswith("/wireroom serve")
    assert service["Type"] == "notify"
    assert int(service["TimeoutStopSec"]) > 10
    assert service["KillMode"] == "mixed"  # serve stops its children in order


def test_behind_a_proxy_browsers_find_the_stream_on_the_same_address():
    text = UNIT.read_text(encoding="utf-8")
    assert "Environment=WIREROOM_HTTPS=1\n" in text
    assert "Environment=WIREROOM_STREAM_URL=/stream\n" in text


def test_serve_tells_systemd_when_it_is_ready_and_nobody_else(tmp_path, monkeypatch):
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        manager.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(address))
        notify.systemd("READY=1")
        assert manager.recv(100) == b"READY=1"
    notify.systemd("READY=1")  # a manager that went away is no trouble
    monkeypatch.delenv("NOTIFY_SOCKET")
    notify.systemd("READY=1")
