"""Which browser sessions still sign somebody in."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from wireroom.customers.models import Person
from wireroom.kernel.batches import batches

_own: ContextVar[SessionBase | None] = ContextVar("own_session", default=None)


@contextmanager
def in_session(session: SessionBase) -> Iterator[None]:
    """Let what happens inside the block know the session it is asked for in."""
    token = _own.set(session)
    try:
        yield
    finally:
        _own.reset(token)


def own_session_key() -> str:
    """Give the key of the session of the request under way, empty outside any."""
    session = _own.get()
    return (session.session_key if session is not None else None) or ""


def sessions_alive(session_keys: Iterable[str], now: datetime | None = None) -> set[str]:
    """Give those of `session_keys` that neither expired nor ended (now: the database's clock).

    A session ends by signing out, and for its person by deactivation or a new password. Two queries
    for each batch of keys.
    """
    return set(signed_in_among(session_keys, now))


def signed_in_among(
    session_keys: Iterable[str], now: datetime | None = None
) -> dict[str, int | None]:
    """Give whom each session that is alive signs in; None: nobody yet. See `sessions_alive`."""
    alive: dict[str, int | None] = {}
    for keys in batches(session_keys):
        rows = Session.objects.filter(session_key__in=keys, expire_date__gt=now or Now())
        alive |= _valid(dict(rows.values_list("session_key", "session_data")))
    return alive


def _valid(data_by_key: dict[str, str]) -> dict[str, int | None]:
    signed_in = {key: _signed_in(data) for key, data in data_by_key.items()}
    ids = {int(person_id) for person_id, _ in signed_in.values() if person_id}
    people = Person.objects.filter(is_active=True).in_bulk(ids) if ids else {}
    return {
        key: None if person_id is None else int(person_id)
        for key, (person_id, digest) in signed_in.items()
        if person_id is None or _vouches(people.get(int(person_id)), digest)
    }


def _vouches(person: Person | None, digest: str) -> bool:
    if person is None:
        return False
    hashes = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    return any(hmac.compare_digest(digest, known) for known in hashes)


@lru_cache(maxsize=16_384)
def _signed_in(session_data: str) -> tuple[str | None, str]:
    """Read whom a session signs in; kept, because open streams ask for the same ones again."""
    data = SessionStore().decode(session_data)
    if BACKEND_SESSION_KEY not in data:
        return None, ""
    return str(data[SESSION_KEY]), str(data.get(HASH_SESSION_KEY, ""))
