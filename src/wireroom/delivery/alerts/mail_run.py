"""Mail at once, or digests: claimed, judged, written and handed over, a piece at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby

import structlog

from wireroom.customers.policy import Channel
from wireroom.customers.queries import person_facts, reader_of
from wireroom.delivery.alerts import mails
from wireroom.delivery.alerts.hands import Hands
from wireroom.delivery.alerts.judging import INACTIVE, Drop, judge
from wireroom.delivery.alerts.mails import Addressee
from wireroom.delivery.alerts.outbox import Batch
from wireroom.delivery.alerts.retrying import Breaker, pause_of_one
from wireroom.delivery.alerts.stories import MailedStory, mailed_story
from wireroom.delivery.mail.couriers import Courier, Handing, Outcome
from wireroom.delivery.mail.letters import Letter
from wireroom.matching.queries import Due, preferences_of, topic_names

log = structlog.get_logger(__name__)

EMAIL, DIGEST = "email", "digest"
_LIMIT = 50

Write = Callable[[Addressee, Sequence[tuple[Due, MailedStory]], datetime], Letter]


def write_at_once(to: Addressee, told: Sequence[tuple[Due, MailedStory]], now: datetime) -> Letter:
    """Write the mail of the only alert."""
    ((due, story),) = told
    return mails.at_once(to, story, due.id, now)


def write_digest(to: Addressee, told: Sequence[tuple[Due, MailedStory]], now: datetime) -> Letter:
    """Write one mail of all alerts."""
    first = min(due.id for due, _ in told)
    return mails.digest(to, [story for _, story in told], first, now)


class MailRun:
    """Sends one channel of mail. Mail runs share a breaker: there is one server."""

    def __init__(self, channel: str, hands: Hands, courier: Courier, breaker: Breaker) -> None:
        """Send what `channel` has by `hands`, through `courier`."""
        self._batch = Batch(channel)
        self._by_person = channel == DIGEST
        self._write: Write = write_digest if self._by_person else write_at_once
        self._hands, self._courier, self._breaker = hands, courier, breaker
        self._queue: deque[list[Due]] = deque()

    def turn(self, now: datetime) -> bool:
        """Begin what can begin; say whether anything did. Waits for nobody."""
        if self._breaker.is_open(now):
            return False
        if not self._queue:
            self._queue.extend(self._letters(self._batch.claim(_LIMIT, now)))
        began = False
        while self._queue and self._hands.free > 0:
            self._begin(self._queue.popleft(), now)
            began = True
        return began

    def stop(self, now: datetime) -> None:
        """Let go of what has not begun."""
        self._put_back(now, now)

    def _letters(self, dues: Sequence[Due]) -> list[list[Due]]:
        if not self._by_person:
            return [[due] for due in dues]
        ordered = sorted(dues, key=lambda due: due.person_id)
        return [list(group) for _, group in groupby(ordered, key=lambda due: due.person_id)]

    def _begin(self, dues: list[Due], now: datetime) -> None:
        prepared = self._batch.written(dues, partial(self._prepare, dues, now), now)
        if prepared is not None:
            told, letter = prepared
            self._hands.give(partial(self._courier.send, letter), partial(self._ended, told))

    def _prepare(self, dues: Sequence[Due], now: datetime) -> tuple[list[Due], Letter] | None:
        """Judge the alerts of one letter, record those that are dropped, and write the rest."""
        person_id = dues[0].person_id
        facts = person_facts([person_id]).get(person_id)
        if facts is None or not facts.is_active:
            self._batch.dropped(dues, INACTIVE, now)
            return None
        zone = preferences_of([person_id])[person_id].time_zone
        to = Addressee(id=person_id, facts=facts, time_zone=zone)
        topics = topic_names(person_id, {pk for due in dues for pk in due.topics})
        told, reader = [], reader_of(person_id, now, Channel.EMAIL)
        for due in dues:
            line = judge(due, reader, now)
            if isinstance(line, Drop):
                self._batch.dropped([due], line.reason, now)
            else:
                told.append((due, mailed_story(due, line, topics, to.clock)))
        return ([due for due, _ in told], self._write(to, told, now)) if told else None

    def _ended(self, dues: list[Due], handing: Handing | Exception, now: datetime) -> None:
        if isinstance(handing, Exception):
            log.error("alerts:mail:broken", error=repr(handing))
            handing = Handing(Outcome.LATER, type(handing).__name__)
        match handing.outcome:
            case Outcome.SENT:
                self._breaker.succeed()
                self._batch.sent(dues, now)
            case Outcome.REFUSED:
                self._breaker.succeed()
                self._batch.given_up(dues, handing.detail, now)
            case Outcome.LATER:
                again_at = pause_of_one(dues[0].attempts, now)
                self._batch.failed(dues, handing.detail, again_at, now)
            case Outcome.NO_SERVER:
                again_at = self._breaker.fail(now)
                log.warning("alerts:mail:no_server", error=handing.detail, again_at=str(again_at))
                self._batch.failed(dues, handing.detail, again_at, now)
                self._put_back(again_at, now)

    def _put_back(self, again_at: datetime, now: datetime) -> None:
        waiting = [due for dues in self._queue for due in dues]
        self._queue.clear()
        self._batch.put_back(waiting, again_at, now)
