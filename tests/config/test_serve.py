"""The whole agency as processes."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import httpx
import pytest

from tests.config.conftest import processes_of, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def test_it_serves_restarts_what_dies_and_stops_without_a_trace(demo_house):
    house = demo_house
    before = entries(house)
    serve = house.serve()
    wait_for(lambda: "editor@merrow.example" in house.log.read_text(), "the demo's accounts")
    assert house.get("/") == 200
    assert house.get("/static/wagtailadmin/css/core.css") == 200
    wait_for(lambda: house.get("/healthz") == 200, "a healthy house")
    counts_the_stream(house)
    wait_for(lambda: "demo:released" in house.log.read_text(), "a story of the demo desk")
    assert entries(house) > before
    second = house.command("serve")
    assert second.returncode == 1
    assert f"as process {serve.pid}" in second.stderr

    for name in ("worker", "deliver", "web", "push"):
        pid = house.child(name)
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda n=name, p=pid: house.child(n) not in {0, p}, f"{name} to come back")
    wait_for(lambda: house.get("/") == 200, "pages")
    wait_for(lambda: stream_opens(house), "streams")
    wait_for(lambda: house.get("/healthz") == 200, "a healthy house")

    with open_stream(house) as stream:
        began_s = time.monotonic()
        serve.terminate()
        assert serve.wait(12) == 0, house.log.read_text()
        assert time.monotonic() - began_s < 10
        assert b"server_stopping" in rest(stream)
    assert processes_of(house.data_dir) == {}


def counts_the_stream(house):
    url = f"http://127.0.0.1:{house.push_port}/stream?last-event-id=earliest"
    done = house.command("bench-client", url, "--seconds", "3", "--connections", "3")
    assert done.returncode == 0, done.stderr
    assert "doubled 0, out of order 0, broken 0" in done.stdout
    assert not done.stdout.startswith("items 0 ")
    refused = house.command("bench-client", url, "--token", "wr_wrong", "--seconds", "3")
    assert refused.returncode == 1
    assert "401" in refused.stderr
    assert house.command("bench-client", "https://x/stream").returncode == 2


def test_killed_itself_it_leaves_nobody_and_started_again_it_answers_whom_it_has_heard(house):
    house.extra = {"DJANGO_SUPERUSER_PASSWORD": "correct horse"}
    made = house.command("manage", "createsuperuser", "--noinput", "--email", "chief@real.example")
    assert made.returncode == 0
    serve = house.serve()
    serve.kill()
    serve.wait()
    wait_for(lambda: not processes_of(house.data_dir), "everybody to go", 15)
    again = house.serve()
    assert house.get("/") == 200
    with httpx.Client(base_url=f"http://127.0.0.1:{house.web_port}", timeout=20) as browser:
        browser.get("/login/")
        form = {
            "login": "chief@real.example",
            "password": "correct horse",
            "csrfmiddlewaretoken": browser.cookies["csrftoken"],
        }
        with ThreadPoolExecutor() as pool:
            with write_lock(house):  # signing in writes, so it has to wait
                answer = pool.submit(browser.post, "/login/", data=form)
                time.sleep(1.0)
                again.terminate()
                time.sleep(1.5)
                assert not answer.done()
            assert answer.result(15).status_code == 302
    assert again.wait(12) == 0, house.log.read_text()


@contextmanager
def write_lock(house):
    with closing(
        sqlite3.connect(house.data_dir / "wireroom.sqlite3", isolation_level=None)
    ) as file:
        file.execute("BEGIN IMMEDIATE")
        yield
        file.execute("ROLLBACK")


@pytest.mark.parametrize("which", ["web_port", "push_port"])
def test_a_busy_port_is_said_before_anything_starts(house, which):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", getattr(house, which)))
        taken.listen()
        done = house.command("serve")
    assert done.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{getattr(house, which)}" in done.stderr
    assert f"WIREROOM_{which.upper()}" in done.stderr
    assert "started" not in done.stderr


def test_a_directory_that_is_not_set_up_is_refused_with_the_command_to_run(empty_house):
    done = empty_house.command("serve")
    assert done.returncode == 1
    assert "wireroom init" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bad_setting_of_the_streams_is_said_before_anything_starts(house):
    house.extra = {"WIREROOM_PUSH_RING_BYTES": "lots"}
    done = house.command("serve")
    assert done.returncode == 1
    assert done.stderr == "wireroom serve: WIREROOM_PUSH_RING_BYTES: 'lots' is not a number\n"


def stream_opens(house):
    try:
        with open_stream(house):
            return True
    except OSError:
        return False


def open_stream(house):
    stream = socket.create_connection(("127.0.0.1", house.push_port), timeout=10)
    stream.sendall(b"GET /stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
    head = b""
    while b"event: hello" not in head:
        if not (data := stream.recv(4096)):
            stream.close()
            raise ConnectionError(head)
        head += data
    return stream


def rest(stream):
    data = b""
    while piece := stream.recv(65536):
        data += piece
    return data


def entries(house):
    with closing(sqlite3.connect(house.data_dir / "wireroom.sqlite3")) as file:
        return file.execute("SELECT count(*) FROM wire_logentry").fetchone()[0]
