"""A source without a push process: what it says is collected."""

from __future__ import annotations

import pytest

from wireroom.delivery.conf import PushSettings
from wireroom.delivery.push import frames
from wireroom.delivery.source.source import Source
from wireroom.kernel.clock import utc_now


class Talk:
    """The push process's side of the talk with a source."""

    def __init__(self, **settings):
        self.said = []
        self.source = Source(PushSettings(**settings), self.said.append)
        self.last_conn = 0

    def heed(self, message, now=None):
        """Tell the source something, let it finish its work, and give what it says."""
        self.said.clear()
        self.source.heed(message, now or utc_now())
        return self.work(now)

    def work(self, now=None):
        while self.source.is_busy:
            self.source.work(now or utc_now())
        return list(self.said)

    def start(self, epoch="", after=0, streams=()):
        return self.heed(frames.Resume(epoch, after, tuple(streams)))

    def ask(self, *credentials, now=None):
        """Look up (kind, secret) pairs and give the answers in their order."""
        wanted = []
        for kind, secret in credentials:
            self.last_conn += 1
            wanted.append(frames.Lookup(self.last_conn, kind, secret, "item"))
        said = self.heed(frames.Lookups(tuple(wanted)), now)
        return [a for message in said if isinstance(message, frames.Answers) for a in message.given]

    def pass_on(self):
        self.said.clear()
        while self.source.pass_on(utc_now()):
            pass
        return list(self.said)

    def check(self, now=None):
        self.said.clear()
        self.source.check_rights(now or utc_now())
        return self.work(now)


@pytest.fixture
def talk():
    """Make a source that has begun."""

    def make(**settings):
        talk = Talk(**settings)
        talk.ready = talk.start()
        return talk

    return make
