"""What all carriers do: piece by piece, not for too long, and with a clock of their own."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from wireroom.delivery.sending.parcels import Ending, Piece, Result
from wireroom.kernel.markup import tidy

BUDGET_S = 20.0
"""No piece is begun later than this after the parcel was taken up: what it holds was judged then,
and others wait for the same hands."""
SLOW_AFTER_S = 5.0
"""Whoever takes longer for a piece is served by the slow hands from now on."""
_LONGEST_TEXT = 4000
_LONGEST_DETAIL = 500


class Stopwatch:
    """How long something has taken."""

    def __init__(self) -> None:
        """Begin."""
        self._began_s = time.monotonic()

    @property
    def took_s(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._began_s

    @property
    def took_ms(self) -> int:
        """Whole milliseconds since it began."""
        return int(self.took_s * 1000)


def one_by_one(pieces: Sequence[Piece], hand_over: Callable[[Piece], Result]) -> list[Result]:
    """Hand over in order, until one is not taken or the time is up."""
    watch, results = Stopwatch(), list[Result]()
    for piece in pieces:
        if results and (watch.took_s > BUDGET_S or results[-1].ending is not Ending.TAKEN):
            break
        results.append(hand_over(piece))
    return results


def kept(text: str) -> str:
    """Cut a request or an answer to what the log keeps, fit for every database."""
    return tidy(text[: 2 * _LONGEST_TEXT])[:_LONGEST_TEXT]


def sentence(text: str) -> str:
    """Cut a detail to the length of its column."""
    return tidy(text)[:_LONGEST_DETAIL]
