"""What became of a post, and when to try again. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from msgspec import Struct

_GONE = 410
_LONGEST_DETAIL = 200


class Outcome(StrEnum):
    """How a post ended."""

    DELIVERED = "delivered"
    GONE = "gone"
    """410: the receiver wants no more, ever."""
    REFUSED = "refused"
    """We may not call this address."""
    FAILED = "failed"
    """Anything else; trying again may help."""


class Answer(Struct, frozen=True, kw_only=True):
    """The end of one post. `detail` is for the customer's eyes: no text of theirs is in it.

    `said` is what was answered: the status line and the beginning of the body, as they came.
    """

    outcome: Outcome
    status: int = 0
    detail: str = ""
    retry_after: timedelta | None = None
    timed_out: bool = False
    tls: bool = False
    """Whether it was the encryption that could not be agreed upon."""
    said: str = ""


def judge(status: int, retry_after: str, now: datetime) -> Answer:
    """Judge an HTTP status: 2xx is delivered, 410 is for good, a redirect is not followed."""
    if 200 <= status < 300:  # noqa: PLR2004 - RFC 9110 §15.3
        return Answer(outcome=Outcome.DELIVERED, status=status)
    if status == _GONE:
        return Answer(outcome=Outcome.GONE, status=status, detail="answered 410 Gone")
    detail = f"answered {status}"
    if 300 <= status < 400:  # noqa: PLR2004 - RFC 9110 §15.4
        detail += ": redirects are not followed"
    return Answer(
        outcome=Outcome.FAILED,
        status=status,
        detail=detail,
        retry_after=pause_asked(retry_after, now),
    )


def failed(detail: str, *, timed_out: bool = False, tls: bool = False) -> Answer:
    """Tell that there was no answer."""
    detail = detail[:_LONGEST_DETAIL]
    return Answer(outcome=Outcome.FAILED, detail=detail, timed_out=timed_out, tls=tls)


def pause_asked(text: str, now: datetime) -> timedelta | None:
    """Read `Retry-After`, seconds or a date (RFC 9110 §10.2.3); None: none, or not readable."""
    text = text.strip()
    if text.isascii() and text.isdecimal():
        return timedelta(seconds=min(int(text[:10]), 10**7))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta())
