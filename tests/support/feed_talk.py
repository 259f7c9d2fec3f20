"""What tests of feeds' streams share: tokens, numbered releases, and reading what was said."""

from __future__ import annotations

import json

from django.db import transaction

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    ProductFactory,
    SubscriptionFactory,
)
from tests.factories.delivery import make_feed
from tests.factories.items import release
from wireroom.delivery.numbering import NumberingConsumer
from wireroom.delivery.push import frames
from wireroom.kernel.clock import utc_now


def make_reader(secret, *, company=None, product=None, **facts):
    """A company that may read all, its token with `secret`, and its feed."""
    company = company or CompanyFactory()
    token = AccessTokenFactory(company=company, secret=secret)
    subscription = SubscriptionFactory(company=company, product=product or ProductFactory())
    feed = make_feed(company, destination="stream", **facts)
    feed.token, feed.subscription = token, subscription
    return feed


def number(entry):
    """Do what the worker does with an entry."""
    with transaction.atomic():
        NumberingConsumer().handle(entry)
    return entry


def publish(item=None, **over):
    """Release and number."""
    return number(release(item, **over))


class FeedTalk:
    """Asks a source for feeds and reads what it says about them."""

    def __init__(self, talk):
        self.talk, self.conn = talk, 1000

    def ask(self, *wanted, address=""):
        """Look up (secret, feed code) pairs and give the answers in their order."""
        lookups = []
        for secret, code in wanted:
            self.conn += 1
            lookups.append(frames.Lookup(self.conn, "token", secret, "item", address, code))
        said = self.talk.heed(frames.Lookups(tuple(lookups)))
        given = [a for m in said if isinstance(m, frames.Answers) for a in m.given]
        return sorted(given, key=lambda answer: answer.conn)

    def open(self, secret, feed):
        (answer,) = self.ask((secret, feed.code))
        assert answer.status == 200
        return answer.class_id

    def news(self, now=None):
        """Let it look, and give what it says about feeds."""
        self.talk.said.clear()
        while self.talk.source.pass_on(now or utc_now()):
            pass
        said = self.talk.work(now)
        return [m for m in said if isinstance(m, frames.Numbered) or getattr(m, "class_id", "")]

    def replay(self, class_id, after):
        """Read a class from a number on, piece by piece, as envelopes by number."""
        found, upto = {}, after
        while True:
            (chunk,) = self.talk.heed(frames.Replay(1, class_id, upto))
            assert isinstance(chunk, frames.Chunk)
            found |= dict(events(chunk.data))
            if chunk.upto == upto or not chunk.data:
                return found
            upto = chunk.upto


def events(data):
    """Read a stretch of a stream: (number, envelope); each begins with its mark."""
    for text in filter(None, data.decode().split("\n\n")):
        id_, event, body = text.split("\n")
        envelope = json.loads(body.removeprefix("data: "))
        assert event == f"event: {envelope['type']}"
        assert int(id_.removeprefix("id: ")) == envelope["data"]["number"]
        yield envelope["data"]["number"], envelope


def numbered(said):
    """Give what `Numbered` messages bring, as (class, number, envelope)."""
    return [
        (message.class_id, *next(events(text.data)))
        for message in said
        if isinstance(message, frames.Numbered)
        for text in message.texts
    ]
