"""What every accepted socket is, and what a connection leaves behind."""

from __future__ import annotations

import gc
import socket
import subprocess
import sys

import pytest

from wireroom.delivery.conf import PushSettings
from wireroom.delivery.push import http
from wireroom.delivery.push.sockets import Sockets


@pytest.fixture
def sockets():
    sockets = Sockets(PushSettings(port=0), lambda conn: None)
    yield sockets
    sockets.close()
    sockets.epoll.close()


def test_accepted_sockets_inherit_their_limits(sockets):
    with socket.create_connection(sockets.listener.getsockname()):
        while not sockets.conns:
            sockets.accept()
        (conn,) = sockets.conns.values()
        assert conn.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert conn.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 30_000
        assert conn.sock.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * 131_072


@pytest.mark.parametrize(
    "text", [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"nonsense\r\n\r\n", b"GET /"]
)
def test_a_request_leaves_nothing_for_the_cycle_collector_that_is_switched_off(text):
    def ask():
        parser = http.Parser(1000)
        try:
            parser.feed(text)
        except http.BadRequest:
            pass
        finally:
            parser.close()

    ask()
    gc.collect()
    gc.disable()
    try:
        for _ in range(100):
            ask()
        assert gc.collect() < 10
    finally:
        gc.enable()


def test_the_push_process_knows_no_django():
    program = "import sys, wireroom.delivery.push.shell; print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
