"""Sends what feeds owe: each feed by itself and in order, those that hang apart from the rest."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

import structlog
from django.db import DatabaseError
from msgspec import Struct

from wireroom.delivery.alerts.hands import Endings, Hands
from wireroom.delivery.models import Destination
from wireroom.delivery.sending import owing, packing, recording
from wireroom.delivery.sending.owing import Candidate, Leased
from wireroom.delivery.sending.pace import Pace
from wireroom.delivery.sending.parcels import Carrier, Clock, Ending, Parcel, Result

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
"""A feed whose deliverer was killed waits as long as this for another."""
_PARCEL = 25
_DIGEST = 200
_MOST_OF_A_HOST = {False: 3, True: 2}
"""Parcels at once to one host: by fast hands, by slow ones."""
_TICK_S = 0.1


class _InHand(Struct):
    leased: Leased
    host: str
    is_slow: bool
    until: datetime


class Sending:
    """What sends for feeds in this process. One thread calls it; others do what may hang.

    A number goes out once, unless a process dies between handing it over and recording that, or is
    held up for longer than its lease: it is then sent again under the same number and name.
    """

    def __init__(
        self,
        carriers: Mapping[str, Carrier],
        endings: Endings,
        clock: Clock,
        *,
        pace: Pace | None = None,
        lease: timedelta = LEASE,
    ) -> None:
        """Carry by `carriers`, one for each destination; `endings` wakes whoever waits for it."""
        self._carriers, self._endings, self._clock = carriers, endings, clock
        self._pace, self._lease = pace or Pace(), lease
        self._fast = Hands("feed", 32, endings)
        self._slow = Hands("slow-feed", 8, endings)
        self._mail = Hands("feed-mail", 3, endings, carriers[Destination.EMAIL].rest)
        self._in_hand: dict[int, _InHand] = {}
        self._unrecorded: dict[int, Callable[[], None]] = {}
        self._hosts: Counter[tuple[str, bool]] = Counter()
        self._sluggish: set[str] = set()

    def turn(self, now: datetime) -> bool:
        """Record what has ended and begin what can; whether anything began. Waits for nobody.

        Raises:
            DatabaseError: the database cannot be used; nothing is lost by another turn.
        """
        told = self._endings.tell(now)
        self._catch_up()
        self._renew(now)
        chosen = self._choose(owing.candidates(now))
        if chosen:
            leases = owing.lease(list(chosen), now, now + self._lease)
            self._begin([(leased, chosen[leased.feed.id]) for leased in leases], now)
        return told or bool(chosen)

    @property
    def is_busy(self) -> bool:
        """Whether something is being sent."""
        return any(hands.busy for hands in (self._fast, self._slow, self._mail))

    def wait(self, timeout_s: float) -> None:
        """Wait until something has ended, or so long."""
        self._endings.wait(timeout_s)

    def finish(self, clock: Clock, within_s: float) -> None:
        """Begin no more, and record what ends within some seconds; the rest is due again later."""
        deadline_s = time.monotonic() + within_s
        while self.is_busy and time.monotonic() < deadline_s:
            self._endings.wait(_TICK_S)
            self._endings.tell(clock())

    def _choose(self, candidates: list[Candidate]) -> dict[int, Candidate]:
        """Choose what hands are free for, a few of one host at most."""
        free = {id(hands): hands.free for hands in (self._fast, self._slow, self._mail)}
        hosts = Counter(self._hosts)
        chosen = {}
        for one in candidates:
            key, hands = self._host_key(one), self._hands(one)
            full = key[0] != "" and hosts[key] >= _MOST_OF_A_HOST[key[1]]
            if one.id not in self._in_hand and free[id(hands)] and not full:
                chosen[one.id] = one
                free[id(hands)] -= 1
                hosts[key] += 1
        return chosen

    def _hands(self, one: Candidate) -> Hands:
        if one.destination == Destination.EMAIL:
            return self._mail
        return self._slow if self._is_slow(one) else self._fast

    def _is_slow(self, one: Candidate) -> bool:
        return one.failures > 0 or host_of(one) in self._sluggish

    def _host_key(self, one: Candidate) -> tuple[str, bool]:
        return host_of(one), self._is_slow(one)

    def _begin(self, leases: list[tuple[Leased, Candidate]], now: datetime) -> None:
        parcels = []
        for leased, one in leases:
            parcel = self._packed(leased, now)
            if parcel is not None:
                parcels.append((leased, one, parcel))
        recording.mark([parcel for _, _, parcel in parcels])
        for leased, one, parcel in parcels:
            self._give(leased, one, parcel)

    def _packed(self, leased: Leased, now: datetime) -> Parcel | None:
        """Write a parcel; None: there is nothing after all, or it cannot be written now."""
        feed = leased.feed
        try:
            rows = owing.owed(leased, now, _DIGEST if feed.schedule else _PARCEL)
            if rows:
                return packing.pack(feed, rows, now)
        except DatabaseError:
            raise
        except Exception:
            log.exception("feed:not_packed", feed=feed.code)
            recording.put_off(leased, self._pace, now)
        owing.release(feed.id, leased.until)
        return None

    def _give(self, leased: Leased, one: Candidate, parcel: Parcel) -> None:
        key, hands = self._host_key(one), self._hands(one)
        self._in_hand[one.id] = _InHand(leased, key[0], key[1], leased.until)
        self._hosts[key] += 1
        carrier = self._carriers[one.destination]
        ended = partial(self._ended, self._in_hand[one.id], parcel)
        hands.give(partial(carrier.carry, parcel, self._clock), ended)

    def _ended(
        self, held: _InHand, parcel: Parcel, results: list[Result] | Exception, now: datetime
    ) -> None:
        feed_id = held.leased.feed.id
        self._hosts[held.host, held.is_slow] -= 1
        self._hosts = +self._hosts
        if isinstance(results, Exception):
            log.error("feed:broken", feed=held.leased.feed.code, error=repr(results))
            results = [_broken(parcel, results, now)]
        self._remember(held.host, results)
        self._unrecorded[feed_id] = partial(self._record, held, parcel, results, now)
        try:
            self._catch_up()
        except DatabaseError:
            log.exception("feed:not_recorded", waiting=len(self._unrecorded))

    def _record(self, held: _InHand, parcel: Parcel, results: list[Result], now: datetime) -> None:
        leased = held.leased._replace(until=held.until)
        recording.record(leased, parcel, results, self._pace, now)

    def _remember(self, host: str, results: list[Result]) -> None:
        """Take note of who takes long: slow hands serve them from now on."""
        if any(result.slow for result in results):
            self._sluggish.add(host)
        else:
            self._sluggish.discard(host)

    def _catch_up(self) -> None:
        for feed_id, write in list(self._unrecorded.items()):
            write()
            del self._unrecorded[feed_id]
            del self._in_hand[feed_id]

    def _renew(self, now: datetime) -> None:
        """Hold what is in hand for longer, once a third of its lease is over."""
        old = {
            feed_id: held.until
            for feed_id, held in self._in_hand.items()
            if held.until - now < self._lease * 2 / 3
        }
        if not old:
            return
        for feed_id in owing.renew(old, now + self._lease):
            self._in_hand[feed_id].until = now + self._lease


def host_of(one: Candidate) -> str:
    """Give the machine that a feed goes to; empty for mail, which goes to our own server."""
    if one.destination == Destination.WEBHOOK:
        return urlsplit(str(one.target.get("url", ""))).netloc.lower()
    if one.destination == Destination.SFTP:
        return f"{one.target.get('host')}:{one.target.get('port')}"
    return ""


def _broken(parcel: Parcel, error: Exception, now: datetime) -> Result:
    first = parcel.pieces[0]
    return Result(
        delivery_ids=(first.delivery_id,),
        ending=Ending.FAILED,
        outcome="broken",
        at=now,
        detail=f"Something of ours broke: {type(error).__name__}.",
    )
