"""Tells people why, and when, their session ended when they did not end it themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from wireroom.customers import queries
from wireroom.customers.access.session_queries import SENTENCES

COOKIE = "session_ended"
_OWN_DOING = "signed_out"
_LATEST_S = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


class Told(NamedTuple):
    """Why a session is over, in a sentence, and since when."""

    words: str | Promise
    ended_at: datetime


def reason_shown(request: HttpRequest) -> Told | None:
    """Say why the last session of this browser is over, if somebody else ended it."""
    why, _, seconds = (request.COOKIES.get(COOKIE) or _why(request) or "").partition(".")
    words = next((words for each, words in SENTENCES.items() if each.value == why), None)
    if words is None or not (seconds.isascii() and seconds.isdigit()):
        return None
    if (ended_s := int(seconds[:12])) > _LATEST_S:
        return None
    return Told(words, datetime.fromtimestamp(ended_s, UTC))


def keep_reason(request: HttpRequest, response: HttpResponse) -> None:
    """Before the cookie of a dead session goes, keep why it died for the sign-in page.

    A word from a fixed list and a time, in a cookie of its own: whoever forges it fools only
    themselves.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.is_empty():
        if why := _why(request):
            response.set_cookie(
                COOKIE,
                why,
                max_age=600,
                path=settings.LOGIN_URL,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
    elif COOKIE in request.COOKIES and request.user.is_authenticated:
        response.delete_cookie(COOKIE, path=settings.LOGIN_URL)


def _why(request: HttpRequest) -> str | None:
    ended = queries.why_ended(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    if ended is None or ended.why == _OWN_DOING:
        return None
    return f"{ended.why}.{int(ended.ended_at.timestamp())}"
