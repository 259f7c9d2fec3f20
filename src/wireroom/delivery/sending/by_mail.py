"""Mails what feeds owe: through the house's own mail server, one mail for each address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from wireroom.delivery.mail.couriers import Courier, Handing, Outcome
from wireroom.delivery.mail.letters import Letter
from wireroom.delivery.sending.carrying import BUDGET_S, Stopwatch, kept, sentence
from wireroom.delivery.sending.mails import Mailing, letters, mailings
from wireroom.delivery.sending.parcels import (
    DELIVERED,
    VOID,
    Clock,
    Ending,
    Feed,
    Parcel,
    Piece,
    Result,
)

_NO_SERVER_FOR = timedelta(minutes=1)
_NOBODY = Handing(Outcome.REFUSED, "The feed has no address.")
_ENDINGS = {
    Outcome.SENT: Ending.TAKEN,
    Outcome.REFUSED: Ending.FAILED,
    Outcome.LATER: Ending.FAILED,
    Outcome.NO_SERVER: Ending.HELD,
}
_CODES = {
    Outcome.SENT: DELIVERED,
    Outcome.REFUSED: "mail_refused",
    Outcome.LATER: "mail_not_taken",
    Outcome.NO_SERVER: "no_mail_server",
}


class MailCarrier:
    """Carries parcels by mail."""

    def __init__(self, courier: Courier) -> None:
        """Hand letters to `courier`."""
        self._courier = courier

    def carry(self, parcel: Parcel, clock: Clock) -> list[Result]:
        """Mail what is not void; a void number is no mail and counts as told."""
        now, watch = clock(), Stopwatch()
        results = [_told(piece, now) for piece in parcel.pieces if piece.outgoing is None]
        for mailing in mailings(parcel.feed, parcel.pieces):
            if watch.took_s > BUDGET_S:
                break
            results.append(self._mail(parcel.feed, mailing, clock()))
            if results[-1].ending is not Ending.TAKEN:
                break
        return results

    def rest(self) -> None:
        """Close this thread's connection."""
        self._courier.rest()

    def _mail(self, feed: Feed, mailing: Mailing, now: datetime) -> Result:
        watch, handed = Stopwatch(), list[tuple[Letter, Handing]]()
        for letter in letters(feed, mailing, now):
            handed.append((letter, self._courier.send(letter)))
            if handed[-1][1].outcome is Outcome.NO_SERVER:
                break
        return _result(mailing, handed, watch, now)


def _result(
    mailing: Mailing, handed: Sequence[tuple[Letter, Handing]], watch: Stopwatch, now: datetime
) -> Result:
    had = list(mailing.pieces[0].taken_by)
    had += [letter.to for letter, handing in handed if handing.outcome is Outcome.SENT]
    ending, outcome, detail = _judged(handed, had)
    return Result(
        delivery_ids=[piece.delivery_id for piece in mailing.pieces],
        ending=ending,
        outcome=outcome,
        at=now,
        took_ms=watch.took_ms,
        detail=sentence(detail),
        request=kept(f"{handed[0][0].subject}\n{handed[0][0].message_id}" if handed else ""),
        answer=kept("\n".join(f"{letter.to}: {_said(handing)}" for letter, handing in handed)),
        retry_after=_NO_SERVER_FOR if ending is Ending.HELD else None,
        taken_by=had,
    )


def _judged(
    handed: Sequence[tuple[Letter, Handing]], had: Sequence[str]
) -> tuple[Ending, str, str]:
    """Say how it ended. An address that is refused for good keeps the others from nothing."""
    troubles = [handing for _, handing in handed if handing.outcome is not Outcome.SENT]
    waits = [each for each in troubles if each.outcome is not Outcome.REFUSED]
    if waits or not had:
        worst = (waits or troubles or [_NOBODY])[-1]
        return _ENDINGS[worst.outcome], _CODES[worst.outcome], worst.detail
    detail = f"Not to all: {troubles[0].detail}" if troubles else ""
    return Ending.TAKEN, DELIVERED, detail


def _said(handing: Handing) -> str:
    return handing.detail or "taken by our mail server"


def _told(piece: Piece, now: datetime) -> Result:
    return Result(delivery_ids=(piece.delivery_id,), ending=Ending.TAKEN, outcome=VOID, at=now)
