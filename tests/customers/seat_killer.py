"""Signs somebody in and dies at a chosen moment, as a process that is killed does."""

from __future__ import annotations

import os
import signal
import sys

import django

django.setup()

from wireroom.customers import services  # noqa: E402 - the models must be loaded first
from wireroom.customers.services import sessions, signing_in  # noqa: E402 - as above
from wireroom.kernel.clock import utc_now  # noqa: E402 - as above


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(function):
    def dying(*args, **kwargs):
        function(*args, **kwargs)
        die()

    return dying


person_id, session_key, moment = sys.argv[1:]
if moment == "between the two":
    sessions.AccessEvent.record = die_after(sessions.AccessEvent.record)
elif moment == "before the commit":
    signing_in._make_room = die_after(signing_in._make_room)
services.note_sign_in(
    person_id=int(person_id),
    session_key=session_key,
    address="192.0.2.1",
    agent="",
    method="password",
    now=utc_now(),
)
die()
