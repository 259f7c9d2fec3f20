"""Letters of the house leave: invitations, resets, demos, notices. Alerts have their own way."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, partial

import structlog
from django.conf import settings
from django.db import DatabaseError

from wireroom.customers.services import outgoing
from wireroom.customers.services.outgoing import Outgoing
from wireroom.delivery.alerts.hands import Endings, Hands
from wireroom.delivery.alerts.retrying import Breaker, next_try, pause_of_one
from wireroom.delivery.mail.couriers import Courier, Handing, Outcome, house_courier
from wireroom.delivery.mail.letters import Letter, message_id

log = structlog.get_logger(__name__)

_HANDS = 2
_TICK_S = 0.1


class LetterRun:
    """Sends letters, and waits for no server. One thread calls it.

    A letter goes out once, unless this process dies between handing it over and recording that: it
    is then sent again under the same Message-ID, so that whoever gets it twice can tell.
    """

    def __init__(self, courier: Courier) -> None:
        """Hand letters to `courier`."""
        self._courier = courier
        self._endings = Endings()
        self._hands = Hands("letter", _HANDS, self._endings, courier.rest)
        self._server = Breaker(timedelta(seconds=10), timedelta(minutes=5))
        self._unrecorded: dict[int, Callable[[], None]] = {}
        self._in_hand: set[int] = set()

    def turn(self, now: datetime) -> bool:
        """Record what has ended and begin what can; whether there may be more at once.

        Raises:
            DatabaseError: the database cannot be used; nothing is lost by another turn.
        """
        told = self._endings.tell(now)
        self._catch_up()
        if self._server.is_open(now):
            return told
        taken = outgoing.take_letters(limit=self._hands.free, now=now)
        for letter in taken:
            self._begin(letter)
        return told or bool(taken)

    def finish(self, clock: Callable[[], datetime], within_s: float) -> None:
        """Begin no more, and record what ends within some seconds; the rest is due again later."""
        deadline_s = time.monotonic() + within_s
        while self._hands.busy and time.monotonic() < deadline_s:
            self._endings.wait(_TICK_S)
            self._endings.tell(clock())

    def _begin(self, letter: Outgoing) -> None:
        if letter.id in self._in_hand:  # it hangs for longer than its lease
            return
        self._in_hand.add(letter.id)
        self._hands.give(partial(self._courier.send, _made(letter)), partial(self._ended, letter))

    def _ended(self, letter: Outgoing, handing: Handing | Exception, now: datetime) -> None:
        if isinstance(handing, Exception):
            log.error("letters:broken", letter=letter.id, error=repr(handing))
            handing = Handing(Outcome.LATER, type(handing).__name__)
        self._unrecorded[letter.id] = self._record_of(letter, handing, now)
        try:
            self._catch_up()
        except DatabaseError:
            log.exception("letters:not_recorded", waiting=len(self._unrecorded))

    def _record_of(self, letter: Outgoing, handing: Handing, now: datetime) -> Callable[[], None]:
        if handing.outcome is Outcome.NO_SERVER:
            asked = self._server.fail(now)
            log.warning("letters:no_server", error=handing.detail, again_at=str(asked))
        else:
            self._server.succeed()
            asked = pause_of_one(letter.attempts, now)
        if handing.outcome is Outcome.SENT:
            return partial(outgoing.record_letter_sent, letter_id=letter.id, now=now)
        again_at = None
        if handing.outcome is not Outcome.REFUSED:
            again_at = next_try(asked, letter.made_at, letter.attempts, now)
        return partial(
            outgoing.record_letter_failed,
            letter_id=letter.id,
            trouble=handing.detail,
            again_at=again_at,
            now=now,
        )

    def _catch_up(self) -> None:
        for letter_id, record in list(self._unrecorded.items()):
            record()
            del self._unrecorded[letter_id]
            self._in_hand.discard(letter_id)


def _made(letter: Outgoing) -> Letter:
    sender = settings.WIREROOM_MAIL_FROM
    return Letter(
        to=letter.to,
        name="",
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        reply_to=letter.reply_to,
        message_id=message_id(settings.SECRET_KEY, f"letter {letter.id}", sender),
    )


@cache
def the_run() -> LetterRun:
    """Give the one of this process."""
    return LetterRun(house_courier())


def send_letters(now: datetime) -> bool:
    """Send the letters that are due; a job of the deliverer's loop."""
    return the_run().turn(now)
