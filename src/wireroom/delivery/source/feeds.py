"""Who reads which feed, and whether they still may."""

from __future__ import annotations

from collections import deque
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from wireroom.delivery.push.frames import (
    FEED_CLASS,
    Answer,
    Answers,
    Chunk,
    Had,
    Idle,
    Replay,
    Revoke,
)
from wireroom.delivery.source.feed_reading import FeedReading
from wireroom.delivery.source.feed_rows import feeds_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from wireroom.delivery.push.frames import EndReason, FromSource, Lookup
    from wireroom.delivery.source.feed_rows import FeedRow
    from wireroom.delivery.source.rights import Principal, Rights
    from wireroom.delivery.source.roll import Roll

_LOOKUPS_AT_ONCE = 50
_STAMP_BYTES = 9

_spell = msgspec.json.Encoder(order="deterministic").encode


class Facts(NamedTuple):
    """What is so now: tokens that are good, of which companies, and feeds by their codes."""

    principals: dict[str, Principal]
    companies: dict[str, int]
    feeds: dict[str, FeedRow]

    def feed_of(self, token: str, code: str) -> FeedRow | None:
        """Give a feed to a token of its company; to any other it is not there."""
        feed = self.feeds.get(code)
        is_theirs = feed is not None and feed.company_id == self.companies.get(token)
        return feed if is_theirs else None


class Feeds:
    """The streams of feeds. A reader is named by its feed and its token.

    Whose rights decide about what is in a feed is its company, and `delivery.ready` judges; here it
    is only asked whether the token is good, and of that company. A class is named by the feed, its
    facts and the company's rights: when one of them changes, its streams end and begin anew.
    """

    def __init__(
        self, rights: Rights, roll: Roll, say: Callable[[FromSource], None], *, chunk_bytes: int
    ) -> None:
        """Begin with nobody."""
        self._rights, self._roll, self._say = rights, roll, say
        self.reading = FeedReading(say, chunk_bytes=chunk_bytes)
        self._lookups: deque[Lookup] = deque()
        self._replays: deque[Replay] = deque()
        self._had: set[tuple[int, int, int]] = set()

    @property
    def is_busy(self) -> bool:
        """Whether there is work that need not wait for anything."""
        return bool(self._lookups or self._replays or self.reading.is_behind)

    @property
    def tokens(self) -> list[str]:
        """The principals whose streams are open, as `Rights` names them."""
        return [_token(name) for name in self._roll.open]

    def look_up(self, lookups: Iterable[Lookup]) -> None:
        """Take look-ups of feeds."""
        self._lookups.extend(lookups)

    def heed(self, message: Replay | Idle | Had) -> None:
        """Take a message about a class."""
        match message:
            case Replay():
                self._replays.append(message)
            case Idle():
                if self._roll.has_gone(message.class_id, message.serial):
                    self.reading.shut(message.class_id)
            case Had():
                each = self.reading.classes.get(message.class_id)
                if each is not None:
                    self._had.add((each.feed.id, message.since, message.upto))

    def take_had(self) -> set[tuple[int, int, int]]:
        """Give what readers have, since the last time: feed, since, upto."""
        had, self._had = self._had, set()
        return had

    def work(self, now: datetime) -> None:
        """Do one small piece of each kind of work."""
        self.reading.pass_on(now)
        if self._lookups:
            count = min(_LOOKUPS_AT_ONCE, len(self._lookups))
            self._answer([self._lookups.popleft() for _ in range(count)], now)
        if self._replays:
            wanted = self._replays.popleft()
            chunk = self.reading.chunk(wanted.class_id, wanted.after, now)
            if chunk is not None:
                self._say(Chunk(wanted.conn, *chunk))

    def check(self, now: datetime) -> set[str]:
        """End the streams of those who may not go on; give the classes that end with them.

        Two queries, none when nobody reads.
        """
        ended = self._over(now) if self._roll.open else {}
        if not ended:
            return set()
        self._say(Revoke(tuple(ended.items())))
        classes = {self._roll.open[name] for name in ended}
        for name in ended:
            self._roll.strike(name)
        classes.difference_update(self._roll.open.values())
        for class_id in classes:
            self.reading.shut(class_id)
        return classes

    def adopt(
        self, streams: Iterable[tuple[str, str]], places: Mapping[str, int], now: datetime
    ) -> None:
        """Take over the streams that a former source opened; end those that may not go on."""
        self._roll.open.update(streams)
        facts = self._facts(self.tokens, map(_code, self._roll.open), now)
        for name, class_id in self._roll.open.items():
            feed = facts.feed_of(_token(name), _code(name))
            principal = facts.principals.get(_token(name))
            if feed and principal and class_id == self._class_of(feed, principal, now):
                place = places.get(class_id, 0)
                if place <= feed.last_number and class_id not in self.reading.classes:
                    self.reading.adopt(class_id, feed, place)
        shut = self.check(now)
        for class_id in places.keys() - self.reading.classes.keys() - shut:
            self.reading.shut(class_id)

    def has_gone(self, name: str, serial: int) -> None:
        """Forget a reader without streams."""
        self._roll.has_gone(name, serial)

    def _answer(self, lookups: list[Lookup], now: datetime) -> None:
        names = [name or "" for name in self._rights.principals_of(lookups, now)]
        facts = self._facts(filter(None, names), (each.feed for each in lookups), now)
        pairs = zip(lookups, names, strict=True)
        answers = (self._answer_one(lookup, token, facts, now) for lookup, token in pairs)
        given = tuple(filter(None, answers))
        if given:
            self._say(Answers(given))

    def _answer_one(self, lookup: Lookup, token: str, facts: Facts, now: datetime) -> Answer | None:
        """Answer a look-up; None when its class has to catch up first, then it comes again."""
        serial, principal = self._roll.next(), facts.principals.get(token)
        if principal is None:
            return Answer(lookup.conn, serial, 403 if self._rights.is_elsewhere(token) else 401)
        if not principal.is_somebody:
            return Answer(lookup.conn, serial, 204)
        feed = facts.feed_of(token, lookup.feed)
        if feed is None or feed.why_not:
            return _no_stream(lookup.conn, serial, feed.why_not if feed else None)
        class_id = self._class_of(feed, principal, now)
        if not self._is_level(class_id, feed, now):
            self._lookups.append(lookup)
            return None
        name = f"{FEED_CLASS}{feed.code}:{token}"
        self._roll.let_in(name, class_id, class_id, serial)
        self._rights.note_opened(token)
        return Answer(lookup.conn, serial, 200, name, class_id, format=feed.format)

    def _is_level(self, class_id: str, feed: FeedRow, now: datetime) -> bool:
        """Open the class if need be; whether every number has been passed on that there was now.

        A reader may hold a number that this source has yet to reach: it must not be told that there
        is no such number.
        """
        each = self.reading.classes.get(class_id)
        if each is None:
            self.reading.open(class_id, feed)
            return True
        return each.position >= feed.last_number or not self.reading.want(each, now)

    def _over(self, now: datetime) -> dict[str, EndReason]:
        """Name the readers who may not go on, and why."""
        facts = self._facts(self.tokens, map(_code, self._roll.open), now)
        ended: dict[str, EndReason] = {}
        for name, class_id in self._roll.open.items():
            principal = facts.principals.get(_token(name))
            feed = facts.feed_of(_token(name), _code(name))
            if principal is None or not principal.is_somebody or feed is None:
                ended[name] = "rights_changed"
            elif feed.why_not:
                ended[name] = feed.why_not
            elif class_id != self._class_of(feed, principal, now):
                ended[name] = self._why_other(class_id, feed)
            elif class_id not in self.reading.classes:
                ended[name] = "rights_changed"
        return ended

    def _why_other(self, class_id: str, feed: FeedRow) -> EndReason:
        each = self.reading.classes.get(class_id)
        is_changed = each is not None and each.feed.spelling != feed.spelling
        return "feed_changed" if is_changed else "rights_changed"

    def _facts(self, tokens: Iterable[str], codes: Iterable[str], now: datetime) -> Facts:
        found = self._rights.find(tokens, now)
        return Facts(found, self._rights.companies_of(found), feeds_named(codes))

    def _class_of(self, feed: FeedRow, principal: Principal, now: datetime) -> str:
        text = _spell([self._rights.name_of(principal.whole, now), *feed.spelling])
        return f"{FEED_CLASS}{feed.code}:{blake2b(text, digest_size=_STAMP_BYTES).hexdigest()}"


def _code(name: str) -> str:
    return name.split(":", 2)[1]


def _token(name: str) -> str:
    return name.split(":", 2)[2]


def _no_stream(conn: int, serial: int, why: EndReason | None) -> Answer:
    """Answer somebody whose feed is not there (no reason), is closed, or rests."""
    if why is None:
        return Answer(conn, serial, 404)
    return Answer(conn, serial, 204) if why == "feed_closed" else Answer(conn, serial, 200, end=why)
