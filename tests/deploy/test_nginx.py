"""nginx in front of stand-ins and, at last, of the real house."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tests.config.conftest import free_ports, processes_of, wait_for
from wireroom.config import nginx

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(120),
    pytest.mark.skipif(nginx.program() is None, reason="nginx is not installed"),
]


class Upstream(BaseHTTPRequestHandler):
    """Stands for web and push: tells what it was asked, or streams three events a little apart."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path.startswith("/stream"):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for number in range(3):
                self.wfile.write(
                    f"id: {number}\ndata: {self.headers['Last-Event-ID']}\n\n".encode()
                )
                time.sleep(0.5)
            self.close_connection = True
            return
        body = repr(sorted((k.lower(), v) for k, v in self.headers.items())).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def upstream(port):
    server = ThreadingHTTPServer(("127.0.0.1", port), Upstream)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def front(tmp_path):
    """A running nginx and the ports behind it."""
    listen, push = free_ports()
    web = push + 1
    static = tmp_path / "static"
    static.mkdir()
    (static / "a.css").write_text("body{}")
    tmp_path.chmod(0o755)
    configuration = nginx.configure(
        tmp_path / "nginx",
        listen=f"127.0.0.1:{listen}",
        web_port=web,
        push_port=push,
        static_dir=static,
    )
    job = nginx.job(configuration)
    process = subprocess.Popen(job.argv, cwd=job.cwd)
    wait_for(lambda: answers(listen), "nginx", 10)
    yield httpx.Client(base_url=f"http://127.0.0.1:{listen}", timeout=10), web, push, process
    process.send_signal(job.stop_signal)
    assert process.wait(10) == 0


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def test_the_template_leaves_no_word_unfilled(tmp_path):
    path = nginx.configure(
        tmp_path, listen="127.0.0.1:1", web_port=2, push_port=3, static_dir=tmp_path
    )
    assert not re.search("@[A-Z_]+@", path.read_text())


def test_events_come_through_one_by_one_with_their_resume_header(front):
    client, web, push, _ = front
    with upstream(web), upstream(push), client:
        arrivals = []
        with client.stream("GET", "/stream", headers={"Last-Event-ID": "abc"}) as answer:
            for line in answer.iter_lines():
                if line.startswith("data"):
                    assert line == "data: abc"
                    arrivals.append(time.monotonic())
        assert len(arrivals) == 3
        assert arrivals[-1] - arrivals[0] > 0.7  # nothing was kept back


def test_pages_learn_who_asks_and_cannot_be_lied_to(front):
    client, web, _, _ = front
    with upstream(web), client:
        text = client.get(
            "/", headers={"X-Forwarded-For": "192.0.2.1", "Host": "news.example"}
        ).text
        assert "('x-forwarded-for', '127.0.0.1')" in text
        assert "192.0.2.1" not in text
        assert "('host', 'news.example')" in text


def test_static_files_come_from_nginx_itself(front):
    client, _, _, _ = front
    with client:
        answer = client.get("/static/a.css")
        assert (answer.status_code, answer.text) == (200, "body{}")
        assert client.get("/static/../nginx/nginx.conf").status_code in {400, 404, 502}


def test_a_dead_upstream_is_502_and_a_new_one_is_found_at_once(front):
    client, web, _, _ = front
    with client:
        assert client.get("/").status_code == 502
        with upstream(web):
            assert client.get("/").status_code == 200


def test_orphans_of_a_killed_nginx_are_found_by_their_folder(front, tmp_path):
    _, _, _, process = front
    before = processes_of(tmp_path)
    assert len(before) == 2
    process.kill()
    process.wait()
    assert len(processes_of(tmp_path)) == 1  # nginx's workers outlive their master
    assert nginx.clear_orphans(tmp_path / "elsewhere") == 0
    assert nginx.clear_orphans(tmp_path / "nginx") == 1
    wait_for(lambda: not processes_of(tmp_path), "the worker to go", 5)
    process.send_signal = lambda _: None
    process.wait = lambda _: 0


def test_the_whole_house_has_one_origin_and_streams_live_through_it(demo_house):
    house = demo_house
    serve = house.serve("--front", "nginx")
    with httpx.Client(base_url=f"http://127.0.0.1:{house.web_port}", timeout=30) as client:
        page = client.get("/")
        assert page.status_code == 200
        assert f":{house.push_port}" not in page.headers["Content-Security-Policy"]
        assert client.get("/static/wagtailadmin/css/core.css").status_code == 200
        with client.stream("GET", "/stream?format=ticker") as stream:
            lines = stream.iter_lines()
            assert "event: hello" in (next(lines), next(lines), next(lines))
            data = next(line for line in lines if line.startswith("data: ") and "guid" in line)
            assert "headline" in data
        nginx_pid = next(p for p, c in processes_of(house.data_dir).items() if "nginx: master" in c)
        os.kill(nginx_pid, 9)
        wait_for(lambda: house.log.read_text().count("nginx: started") > 1, "nginx again")
        wait_for(lambda: house.get("/") == 200, "pages again")
    serve.terminate()
    assert serve.wait(12) == 0, house.log.read_text()
    assert processes_of(house.data_dir) == {}
