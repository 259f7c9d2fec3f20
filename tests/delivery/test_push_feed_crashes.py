"""Push, its source and the worker are killed while feeds are read: everybody ends with 1…N."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from tests.delivery.conftest import database_url
from tests.factories.items import make_item, make_kill, release
from tests.support.feed_talk import make_reader
from wireroom.delivery.models import Delivery, Feed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

KILLS, STORIES, READERS = 12, 6, 4


class Follower(threading.Thread):
    """A reader that comes back with its last number until it has seen `until` of them."""

    def __init__(self, connect, until):
        super().__init__(daemon=True)
        self.connect, self.until = connect, until
        self.got, self.kinds, self.faults = [], [], []
        self.place = ""

    def run(self):
        while len(self.got) < self.until and not self.faults:
            with contextlib.suppress(OSError):
                self._follow()
            time.sleep(0.05)

    def _follow(self):
        headers = {"Last_Event_ID": self.place} if self.place else {}
        with self.connect(**headers) as reader:
            if reader.status not in (0, 200, 503):
                self.faults.append(reader.raw)
            if reader.status != 200:
                return
            while len(self.got) < self.until and (event := reader.event()):
                self._take(*event, reader.last_id)

    def _take(self, name, data, id_):
        if name == "reset":
            self.faults.append(data)
        elif name not in ("hello", "bye"):
            self.got.append(json.loads(data)["data"]["number"])
            self.kinds.append(name)
            self.place = id_


@pytest.fixture
def worker(transactional_db, settings):
    """Start the real worker on the database under test."""
    processes = []

    def start():
        environment = os.environ | {
            "WIREROOM_DATA_DIR": str(settings.WIREROOM_DATA_DIR),
            "WIREROOM_DATABASE_URL": database_url(),
            "WIREROOM_SECRET_KEY": settings.SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": "wireroom.config.settings",
        }
        command = [sys.executable, "-m", "wireroom.config.cli", "worker"]
        processes.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
        return processes[-1]

    yield start
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()


def source_of(server):
    path = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if found := re.findall(r"\d+", path.read_text()):
            return int(found[0])
        time.sleep(0.02)
    raise AssertionError("no source")


class House:
    """The push server and the worker, one of which is struck down now and then."""

    def __init__(self, push, worker):
        self.start_push, self.start_worker = push, worker
        self.server, self.worker = push(), worker()
        self.port = self.server.port

    def connect(self, feed, secret, **headers):
        path = f"/stream/feeds/{feed.code}?after=0"
        return self.server.get(path, Authorization=f"Bearer {secret}", **headers)

    def strike(self, turn):
        if turn % 3 == 0:
            self.server.process.kill()
            self.server.process.wait()
            self.server = self.start_push(port=self.port)
        elif turn % 3 == 1:
            os.kill(source_of(self.server), signal.SIGKILL)
        else:
            self.worker.kill()
            self.worker.wait()
            self.worker = self.start_worker()


def release_while_all_falls(house):
    """Release a story, many others, and the first one's kill."""
    first = make_item(headline="to be killed")
    release(first)
    for turn in range(KILLS):
        for number in range(STORIES):
            release(headline=f"sport {turn}" if number == 1 else f"news {turn}.{number}")
            if number == 3:
                house.strike(turn)
        time.sleep(0.3)
    release(make_kill(first))


def eventually(found):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if found():
            return True
        time.sleep(0.1)
    return False


def test_every_reader_ends_with_exactly_its_numbers(push, worker):
    everything, sport = make_reader("wr_0"), make_reader("wr_1", query="sport")
    house, made = House(push, worker), []
    for _ in range(READERS):
        for feed, secret, count in (
            (everything, "wr_0", KILLS * STORIES + 2),
            (sport, "wr_1", KILLS),
        ):
            made.append(Follower(partial(house.connect, feed, secret), count))
            made[-1].start()
    release_while_all_falls(house)
    for follower in made:
        follower.join(120)
    assert [follower.faults for follower in made] == [[]] * len(made)
    for follower in made:
        assert follower.got == list(range(1, follower.until + 1))
        is_everything = follower.until > KILLS
        assert follower.kinds.count("story.killed") == is_everything
    with house.connect(everything, "wr_0") as late:
        void = {"feed": everything.code, "number": 1, "void": "killed"}
        assert late.named("number.void")["data"] == void
        assert b"to be killed" not in late.raw
    for feed, secret, count in ((everything, "wr_0", KILLS * STORIES + 2), (sport, "wr_1", KILLS)):
        with house.connect(feed, secret, Last_Event_ID=str(count)) as reader:
            reader.named("hello")
    assert eventually(lambda: not Delivery.objects.filter(state="pending").exists())
    assert [(f.last_number, f.taken_number) for f in Feed.objects.order_by("pk")] == [
        (KILLS * STORIES + 2,) * 2,
        (KILLS,) * 2,
    ]
