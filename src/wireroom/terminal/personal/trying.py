"""Calling a person's webhook once, to see whether it answers."""

from __future__ import annotations

from datetime import datetime
from threading import Semaphore

import msgspec
from django.conf import settings
from django.utils.translation import gettext
from msgspec import Struct

from wireroom.delivery.webhooks.answers import Outcome
from wireroom.delivery.webhooks.posting import Post, Poster
from wireroom.delivery.webhooks.signing import headers
from wireroom.kernel.ids import new_secret
from wireroom.matching import queries as matching

_PATIENCE_S = 5.0
_AT_ONCE = Semaphore(1)
"""A page waits for the answer. Of the few that are served at a time, one at most waits so."""


class Tried(Struct, frozen=True):
    """How the call ended, in words."""

    is_good: bool
    words: str


def try_webhook(person_id: int, now: datetime) -> Tried:
    """Call a person's webhook with a message of the type `test`, and wait at most five seconds."""
    hook = matching.webhook_of(person_id)
    if hook is None:
        return Tried(is_good=False, words=gettext("There is no address to call."))
    if not _AT_ONCE.acquire(blocking=False):
        return Tried(is_good=False, words=gettext("Somebody else is testing. Try again."))
    try:
        return _call(hook.url, hook.secret, now)
    finally:
        _AT_ONCE.release()


def _call(url: str, secret: str, now: datetime) -> Tried:
    body = msgspec.json.encode({"type": "test", "timestamp": now, "data": {}})
    signed = headers(f"test_{new_secret()}", body, [secret], now)
    loopback = bool(getattr(settings, "WIREROOM_WEBHOOKS_TO_LOOPBACK", False))
    poster = Poster(total_s=_PATIENCE_S, loopback=loopback)
    answer = poster.post(Post(url=url, body=body, headers=signed), now)
    if answer.outcome is Outcome.DELIVERED:
        return Tried(is_good=True, words=gettext("Your system took the test."))
    words = gettext("Your system did not take the test: %s.") % (answer.detail or answer.outcome)
    return Tried(is_good=False, words=words)
