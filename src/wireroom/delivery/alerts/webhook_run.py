"""Webhooks: each address by itself, one post at a time, and those that hang apart from the rest."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from wireroom.customers.policy import Channel
from wireroom.customers.queries import person_facts, reader_of
from wireroom.delivery.alerts.hands import Hands
from wireroom.delivery.alerts.judging import INACTIVE, Drop, judge
from wireroom.delivery.alerts.names import public_id
from wireroom.delivery.alerts.outbox import Batch
from wireroom.delivery.alerts.payloads import payload
from wireroom.delivery.alerts.retrying import Breaker
from wireroom.delivery.webhooks import signing
from wireroom.delivery.webhooks.answers import Answer, Outcome, failed
from wireroom.delivery.webhooks.posting import Post, Poster
from wireroom.matching import services
from wireroom.matching.queries import Due, WebhookRow, topic_names, webhook_of, webhooks_of

log = structlog.get_logger(__name__)

WEBHOOK = "webhook"
_LIMIT = 200
_MOST_WAITING = 1000
_MOST_OF_ONE = 20
_MOST_OF_A_HOST = 3
"""Posts at once to one host that has not hung yet: a dead one takes no more threads than that."""
_PUT_BACK = timedelta(seconds=5)
_NO_WEBHOOK = "the webhook is not active"
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)


class _Endpoint:
    """One person's webhook: what waits for it, and how it has behaved."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.host = urlsplit(url).netloc.lower()
        self.queue: deque[Due] = deque()
        self.breaker = Breaker(_FIRST_PAUSE, _LONGEST_PAUSE)
        self.is_busy = False


class WebhookRun:
    """Sends webhooks. Those that have failed last get `slow` hands, all others `fast` ones."""

    def __init__(self, fast: Hands, slow: Hands, poster: Poster) -> None:
        """Post through `poster` by two kinds of hands."""
        self._batch = Batch(WEBHOOK)
        self._fast, self._slow, self._poster = fast, slow, poster
        self._endpoints: dict[int, _Endpoint] = {}
        self._posting: Counter[str] = Counter()
        self._hung: set[str] = set()

    def turn(self, now: datetime) -> bool:
        """Begin what can begin; say whether anything did. Waits for nobody."""
        waiting = sum(len(each.queue) for each in self._endpoints.values())
        self._take(self._batch.claim(min(_LIMIT, _MOST_WAITING - waiting), now), now)
        began = False
        for person_id, endpoint in list(self._endpoints.items()):
            if endpoint.queue and not endpoint.is_busy and self._has_hand(endpoint):
                self._endpoints[person_id] = self._endpoints.pop(person_id)  # the last next time
                self._begin(person_id, endpoint, now)
                began = True
        self._forget()
        return began

    def stop(self, now: datetime) -> None:
        """Let go of what has not begun."""
        for endpoint in self._endpoints.values():
            self._batch.put_back(_emptied(endpoint.queue), now, now)

    def _take(self, dues: Iterable[Due], now: datetime) -> None:
        """Queue what was claimed; let go of what its endpoint cannot have soon."""
        dues = list(dues)
        webhooks = webhooks_of({due.person_id for due in dues}) if dues else {}
        later: dict[datetime, list[Due]] = {}
        for due in dues:
            endpoint = self._endpoint(due.person_id, webhooks.get(due.person_id))
            if endpoint.breaker.is_open(now):
                later.setdefault(endpoint.breaker.until or now, []).append(due)
            elif len(endpoint.queue) >= _MOST_OF_ONE:
                later.setdefault(now + _PUT_BACK, []).append(due)
            else:
                endpoint.queue.append(due)
        for moment, group in later.items():
            self._batch.put_back(group, moment, now)

    def _endpoint(self, person_id: int, webhook: WebhookRow | None) -> _Endpoint:
        """Give what is known of an endpoint; a new address begins without a past."""
        url = webhook.url if webhook else ""
        found = self._endpoints.get(person_id)
        if found is None or (found.url != url and not found.is_busy and not found.queue):
            found = self._endpoints[person_id] = _Endpoint(url)
        return found

    def _is_slow(self, endpoint: _Endpoint) -> bool:
        return endpoint.breaker.failures > 0 or endpoint.host in self._hung

    def _has_hand(self, endpoint: _Endpoint) -> bool:
        if self._is_slow(endpoint):
            return self._slow.free > 0
        return self._fast.free > 0 and self._posting[endpoint.host] < _MOST_OF_A_HOST

    def _begin(self, person_id: int, endpoint: _Endpoint, now: datetime) -> None:
        due = endpoint.queue.popleft()
        post = self._batch.written([due], partial(self._prepare, due, now), now)
        if post is not None:
            endpoint.is_busy = True
            self._posting[endpoint.host] += 1
            hands = self._slow if self._is_slow(endpoint) else self._fast
            ended = partial(self._ended, due, person_id, endpoint)
            hands.give(partial(self._poster.post, post, now), ended)

    def _prepare(self, due: Due, now: datetime) -> Post | None:
        """Judge an alert and write its post; None: dropped, and recorded."""
        facts = person_facts([due.person_id]).get(due.person_id)
        webhook = webhook_of(due.person_id)
        line = judge(due, reader_of(due.person_id, now, Channel.WEBHOOK), now)
        if facts is None or not facts.is_active:
            line = Drop(INACTIVE)
        elif webhook is None or webhook.disabled_at is not None:
            line = Drop(_NO_WEBHOOK)
        if isinstance(line, Drop) or webhook is None:
            self._batch.dropped([due], getattr(line, "reason", _NO_WEBHOOK), now)
            return None
        name = public_id(settings.SECRET_KEY, due.id)
        body = payload(due, line, topic_names(due.person_id, due.topics), name)
        headers = signing.headers(name, body, [webhook.secret], now)
        return Post(url=webhook.url, body=body, headers=headers)

    def _ended(
        self,
        due: Due,
        person_id: int,
        endpoint: _Endpoint,
        answer: Answer | Exception,
        now: datetime,
    ) -> None:
        endpoint.is_busy = False
        self._posting[endpoint.host] -= 1
        if isinstance(answer, Exception):
            log.error("alerts:webhook:broken", error=repr(answer))
            answer = failed(type(answer).__name__)
        if answer.timed_out:
            self._hung.add(endpoint.host)
        elif answer.status:
            self._hung.discard(endpoint.host)
        match answer.outcome:
            case Outcome.DELIVERED:
                endpoint.breaker.succeed()
                self._batch.sent([due], now)
            case Outcome.GONE:
                disable = partial(services.disable_webhook, person_id=person_id)
                self._batch.write(partial(disable, reason=answer.detail, now=now))
                self._batch.given_up([due], answer.detail, now)
            case Outcome.REFUSED:
                self._batch.given_up([due], answer.detail, now)
            case Outcome.FAILED:
                self._failed(due, endpoint, answer, now)

    def _failed(self, due: Due, endpoint: _Endpoint, answer: Answer, now: datetime) -> None:
        """Try again later, and let the rest of the queue wait as long: one post finds out."""
        again_at = endpoint.breaker.fail(now, answer.retry_after)
        self._batch.failed([due], answer.detail, again_at, now)
        waiting = _emptied(endpoint.queue)
        self._batch.failed(waiting, "waits for its address to answer", again_at, now)

    def _forget(self) -> None:
        """Forget endpoints that have nothing and did nothing wrong."""
        for person_id, endpoint in list(self._endpoints.items()):
            if not (endpoint.queue or endpoint.is_busy or endpoint.breaker.failures):
                del self._endpoints[person_id]
        self._posting = +self._posting


def _emptied(queue: deque[Due]) -> list[Due]:
    found = list(queue)
    queue.clear()
    return found
