"""Browser sessions for tests, with their record and without a browser."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from wireroom.customers import services
from wireroom.customers.models import Person, SignIn


def make_session(person: Person | None = None) -> str:
    """Make a session, of a person or of nobody yet, and give its key."""
    store = SessionStore()
    if person is not None:
        store[SESSION_KEY] = str(person.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def sign_in(person: Person, now: datetime, *, key: str = "", **over: str) -> SignIn:
    """Sign a person in."""
    facts = {"address": "192.0.2.1", "agent": "Firefox/140.0 (Linux)", "method": "password"} | over
    return services.note_sign_in(
        person_id=person.pk, session_key=key or make_session(person), now=now, **facts
    )
