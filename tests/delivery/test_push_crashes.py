"""Processes are killed while stories are released: nothing is lost, doubled or out of order."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    ProductFactory,
    SubscriptionFactory,
)
from tests.factories.items import release

KILLS, READERS = 20, 50


class Follower(threading.Thread):
    """A reader that comes back whenever its stream ends, until it has seen `until` stories."""

    def __init__(self, connect, until):
        super().__init__(daemon=True)
        self.connect, self.until = connect, until
        self.got, self.place, self.faults = [], "earliest", []
        self.comebacks = 0

    def run(self):
        while len(self.got) < self.until and not self.faults:
            with contextlib.suppress(OSError):
                self._follow()
            self.comebacks += 1
            time.sleep(0.05)

    def _follow(self):
        with self.connect(self.place) as reader:
            if reader.status not in (0, 200, 503):
                self.faults.append(reader.raw)
            if reader.status != 200:
                return
            while len(self.got) < self.until and (event := reader.event()):
                name, data = event
                self.place = reader.last_id or self.place
                if name == "reset":
                    self.faults.append(data)
                elif name == "message":
                    self.got.append(json.loads(data)["headline"])


def followers(connect, until, count=READERS):
    made = [Follower(connect, until) for _ in range(count)]
    for follower in made:
        follower.start()
    return made


def all_got(made, expected):
    for follower in made:
        follower.join(60)
    assert [follower.faults for follower in made] == [[]] * len(made)
    for follower in made:
        assert follower.got == expected


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_server_is_killed_twenty_times_while_fifty_read(push):
    ProductFactory(public=True)
    total = KILLS * 5
    server = push()
    port = server.port
    with server.get() as reader:
        reader.named("hello")
    current = [server]
    made = followers(lambda place: current[0].get(f"/stream?last-event-id={place}"), total)
    for kill in range(KILLS):
        for number in range(5):
            release(headline=f"{kill}.{number}")
            if number == 2:
                current[0].process.kill()
                current[0].process.wait()
                current[0] = push(port=port)
        if kill % 4 == 0:  # now and then the source comes up in between
            with current[0].get() as reader:
                reader.named("hello")
    all_got(made, [f"{kill}.{number}" for kill in range(KILLS) for number in range(5)])


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_the_source_is_killed_while_readers_read_and_their_streams_stay_open(push):
    company = CompanyFactory()
    AccessTokenFactory(company=company, secret="wr_full")
    SubscriptionFactory(company=company)
    server = push()
    bearer = {"Authorization": "Bearer wr_full"}
    with server.get(**bearer) as reader:
        reader.named("hello")
    made = followers(lambda place: server.get(f"/stream?last-event-id={place}", **bearer), 40, 10)
    for kill in range(5):
        for number in range(8):
            release(headline=f"{kill}.{number}")
            if number == 4:
                os.kill(source_of(server), signal.SIGKILL)
        with server.get(**bearer) as reader:
            reader.named("hello")
    all_got(made, [f"{kill}.{number}" for kill in range(5) for number in range(8)])
    assert {follower.comebacks for follower in made} == {1}


def source_of(server):
    """Find the child of the push process."""
    until = time.monotonic() + 30
    path = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    while time.monotonic() < until:
        if found := re.findall(r"\d+", path.read_text()):
            return int(found[0])
        time.sleep(0.02)
    raise AssertionError("no source")
