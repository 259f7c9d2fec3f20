"""The load client must see what a server does wrong: a bench that cannot fail proves nothing."""

import contextlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bench.push.client import LoadClient
from bench.push.items import stream_item
from bench.push.servers import Server

pytestmark = pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler (cc)")

STREAMS, ITEMS = 5, 7
FAULTS = ("lost", "duplicates", "reordered")


@contextlib.contextmanager
def client_of(fault, directory):
    program = [sys.executable, str(Path(__file__).with_name("faulty_server.py")), fault]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        args = ("--path", "/", "--publish-path", "/")
        server = Server("faulty", int(process.stdout.readline()), args, process)
        item = directory / "item.json"
        item.write_bytes(stream_item(1024))
        try:
            with LoadClient(server, item) as client:
                client.open(STREAMS)
                yield client
        finally:
            process.kill()


def faults_seen(fault, directory):
    with client_of(fault, directory) as client:
        answer = client.ask(f"publish {ITEMS} 1")
        return {name: answer[name] for name in FAULTS}


def test_a_server_without_faults_has_none(tmp_path):
    assert faults_seen("none", tmp_path) == {"lost": 0, "duplicates": 0, "reordered": 0}


def test_lost_items_are_counted(tmp_path):
    assert faults_seen("lose", tmp_path) == {"lost": 2 * STREAMS, "duplicates": 0, "reordered": 0}


def test_doubled_items_are_counted(tmp_path):
    assert faults_seen("twice", tmp_path) == {"lost": 0, "duplicates": 2 * STREAMS, "reordered": 0}


def test_reordered_items_are_counted(tmp_path):
    assert faults_seen("swap", tmp_path) == {"lost": 0, "duplicates": 0, "reordered": 2 * STREAMS}


def test_stalled_streams_are_not_waited_for(tmp_path):
    with client_of("none", tmp_path) as client:
        assert client.ask("stall 2")["stalled"] == 2
        assert client.ask("publish 1 1")["expected"] == STREAMS - 2


def test_a_refused_stream_is_an_error_and_not_a_smaller_benchmark(tmp_path):
    with client_of("none", tmp_path) as client:
        client.ask("close")
        with pytest.raises(RuntimeError, match=r"0 of|ended"):
            client.open(20_001)
