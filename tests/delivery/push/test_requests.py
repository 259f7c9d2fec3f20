"""Requests that are slow, large, broken or not for us; and pages that ask from elsewhere."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.push_server import Reader
from wireroom.delivery.push import http


def ask(server, text):
    sock = server.connect()
    sock.sendall(text)
    return Reader(sock)


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        (b"GET /nothing HTTP/1.1\r\n\r\n", 404),
        (b"POST /stream HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 405),
        (b"HEAD /stream HTTP/1.1\r\n\r\n", 405),
        (b"GET /stream?format=xml HTTP/1.1\r\n\r\n", 400),
        (b"GET /stream HTTP/1.1\r\nAuthorization: Basic eDp5\r\n\r\n", 401),
        (b"GET /stream HTTP/1.1\r\nAuthorization: Bearer\r\n\r\n", 401),
        (b"GET /stream?x=%ff HTTP/1.1\r\n\r\n", 400),
        (b"nonsense\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET /stream HTTP/1.1\r\nX: " + b"x" * 20_000 + b"\r\n\r\n", 431),
        (b"GET /stream?" + b"x" * 20_000, 431),
        (b"GET /stream HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 200),
        (b"GET /stream?format=ticker HTTP/1.0\r\n\r\n", 200),
    ],
)
def test_a_request_gets_the_answer_that_it_deserves(server, request_text, status):
    assert ask(server, request_text).status == status


def test_a_request_may_come_byte_by_byte(server):
    sock = server.connect()
    for byte in b"GET /stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer rich\r\n\r\n":
        sock.sendall(bytes([byte]))
    assert Reader(sock).named("hello")["reader"] == "Rich"


def test_a_request_that_never_ends_is_dropped_and_streams_go_on(start, control):
    server = start(header_timeout_s=0.5)
    control.start()
    reader = server.get()
    reader.named("hello")
    slow = [server.connect() for _ in range(20)]
    began = time.monotonic()
    for sock in slow:
        sock.sendall(b"GET /stream HTTP/1.1\r\nX: ")
    for sock in slow:
        assert sock.recv(100) == b""
    assert time.monotonic() - began < 20
    control.release("public")
    assert reader.numbers(1) == [1]


def test_when_the_house_is_full_unfinished_requests_give_way_and_then_nobody(start, control):
    server = start(max_streams=3)
    control.start()
    first = server.get()
    first.named("hello")
    slow = server.connect()
    slow.sendall(b"GET /str")
    second, third = server.get(), server.get()
    second.named("hello")
    third.named("hello")
    with contextlib.suppress(ConnectionResetError):
        assert slow.recv(100) == b""
    assert server.get().status == 503
    control.release("public")
    for reader in (first, second, third):
        assert reader.numbers(1) == [1]


def test_a_second_request_on_the_same_line_is_ignored(server):
    reader = ask(server, b"GET /stream HTTP/1.1\r\n\r\nGET /nothing HTTP/1.1\r\n\r\n")
    assert reader.named("hello")["reader"] == "Public"


def test_what_a_reader_says_after_its_request_is_ignored(server, control):
    reader = server.get()
    reader.named("hello")
    reader.sock.sendall(b"x" * 100_000)
    control.release("public")
    assert reader.numbers(1) == [1]


def test_a_reader_that_does_not_stop_talking_is_dropped_and_others_stay(server, control):
    noisy, quiet = server.get(), server.get()
    for reader in (noisy, quiet):
        reader.named("hello")
    with pytest.raises(OSError):  # noqa: PT011 - reset or broken pipe, as the kernel pleases
        noisy.sock.sendall(b"x" * (64 << 20))
    control.release("public")
    assert quiet.numbers(1) == [1]


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://127.0.0.1:8000", True),
        ("https://127.0.0.1", True),
        ("https://listed.example", True),
        ("https://other.example", False),
        ("https://listed.example.evil.example", False),
        ("null", False),
        ("http://[", False),
    ],
)
def test_only_pages_of_this_host_and_listed_ones_may_read(start, control, origin, allowed):
    server = start(origins="https://listed.example")
    control.start()
    head = server.get(Origin=origin).head
    assert (f"Access-Control-Allow-Origin: {origin}\r\n" in head) is allowed
    assert "Vary: Origin" in head
    assert "Allow-Credentials" not in head
    preflight = ask(
        server,
        f"OPTIONS /stream HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: {origin}\r\n\r\n".encode(),
    )
    assert preflight.status == 204
    assert ("Access-Control-Allow-Headers: authorization" in preflight.head) is allowed


def test_without_a_host_no_page_is_of_this_host():
    request = http.Request("GET", "/", {}, {"origin": "null"})
    assert http.cors(request, ()) == {"Vary": "Origin"}


@given(data=st.binary(max_size=200))
@settings(
    max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_no_bytes_break_the_parser(data):
    parser = http.Parser(100)
    try:
        parser.feed(data)
    except (http.BadRequest, http.HeaderTooLarge):
        pass
    finally:
        parser.close()
